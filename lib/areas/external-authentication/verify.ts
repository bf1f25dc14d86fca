// What must hold for a directory: it can be asked, it says who may do what, and it says so by whole names.
import { type ErrorCode, problem } from '../../model/errors.ts'
import type { Problem } from '../../model/problem.ts'
import { at, itemsOf, type Rule, type Typed } from '../define.ts'
import { directory, groupMap } from './schema.ts'

const AREA = 'external-authentication'
type TypedDirectory = Typed<typeof directory.schema>

/** A rule of each directory by itself: the code of what is wrong, and the field it stands at. */
const ofEach =
  (find: (d: TypedDirectory) => [ErrorCode, string] | null): Rule =>
  (documents) =>
    itemsOf(documents[AREA], directory).flatMap((d): Problem[] => {
      const found = find(d)
      return found ? [problem(found[0], at(AREA, d.item.id, found[1]))] : []
    })

const hasBase = ofEach((d) => (d.type !== 'radius' && d.base === '' ? ['DIRECTORY_BASE', 'base'] : null))

const canBeAsked = ofEach((d) =>
  d.type !== 'radius' && d.account === '' && d.userName === '' ? ['DIRECTORY_ACCOUNT', 'account'] : null,
)

const accountHasPassword = ofEach((d) =>
  d.type !== 'radius' && d.account !== '' && d.accountPassword === ''
    ? ['DIRECTORY_PASSWORD', 'accountPassword']
    : null,
)

const sharesSecret = ofEach((d) =>
  d.type === 'radius' && d.secret === '' ? ['DIRECTORY_SECRET', 'secret'] : null,
)

const isEncrypted = ofEach((d) =>
  d.type !== 'radius' && d.encryption === 'none' ? ['DIRECTORY_CLEAR', 'encryption'] : null,
)

const isSigned = ofEach((d) =>
  d.type === 'radius' && !d.requireMessageAuthenticator
    ? ['DIRECTORY_UNSIGNED', 'requireMessageAuthenticator']
    : null,
)

const somebodyMay: Rule = (documents) =>
  itemsOf(documents[AREA], directory)
    .filter((d) => itemsOf(documents[AREA], groupMap, d.item.id).length === 0)
    .map((d) => problem('DIRECTORY_NOBODY', at(AREA, d.item.id)))

const groupsAreWhole: Rule = (documents) =>
  itemsOf(documents[AREA], directory)
    .filter((d) => d.type !== 'radius')
    .flatMap((d) => itemsOf(documents[AREA], groupMap, d.item.id))
    .filter((g) => !/^[A-Za-z0-9.-]+=/.test(g.label))
    .map((g) => problem('DIRECTORY_GROUP', at(AREA, g.item.id, 'label')))

export const verify: readonly Rule[] = [
  hasBase,
  canBeAsked,
  accountHasPassword,
  sharesSecret,
  isEncrypted,
  isSigned,
  somebodyMay,
  groupsAreWhole,
]
