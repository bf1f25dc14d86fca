// login/login.json from the directories; secrets stand in it as their markers.
import type { Documents, Item } from '../../model/document.ts'
import { DIGEST_MARKER, type RenderedFile, seal, secretMarker } from '../../model/file.ts'
import { at, itemsOf, type Typed } from '../define.ts'
import { fileOf, from, type Line, own } from '../lines.ts'
import { LOGIN_FILE } from './config.ts'
import { directory, groupMap } from './schema.ts'
import { serversIn } from './texts.ts'

type TypedDirectory = Typed<typeof directory.schema>
const AREA = 'external-authentication'
const USUAL_FILTER = {
  ldap: '(uid={user})',
  ad: '(&(objectCategory=person)(objectClass=user)(|(sAMAccountName={user})(userPrincipalName={user})))',
} as const

/** No file without a directory: the unit is not started then. */
export function render(documents: Documents): RenderedFile[] {
  const directories = itemsOf(documents[AREA], directory)
  if (directories.length === 0) return []
  const blocks = directories.map((d) => block(d, itemsOf(documents[AREA], groupMap, d.item.id)))
  const lines = [
    own('{'),
    own(`  "digest": "${DIGEST_MARKER}",`),
    own('  "directories": ['),
    ...blocks.flatMap((lines, i) => [
      own('    {'),
      ...lines,
      own(i < blocks.length - 1 ? '    },' : '    }'),
    ]),
    own('  ]'),
    own('}'),
  ]
  const secrets = directories.flatMap(secretsOf)
  return [seal({ ...fileOf(LOGIN_FILE, lines), mode: 0o600, ...(secrets.length ? { secrets } : {}) })]
}

const secretsOf = (d: TypedDirectory): string[] =>
  [d.type === 'radius' ? d.secret : d.accountPassword].filter((name) => name !== '')

/** What stands in the unit's file for one directory: `key: value`, and the field it came from. */
type Setting = [key: string, value: unknown, field?: string]

function block(d: TypedDirectory, groups: Typed<typeof groupMap.schema>[]): Line[] {
  const settings = [...common(d), ...(d.type === 'radius' ? ofRadius(d) : ofLdap(d))]
  const lines = settings.map(([key, value, field]) => {
    const text = `      ${JSON.stringify(key)}: ${JSON.stringify(value)},`
    return field ? from(at(AREA, d.item.id, field), text) : own(text)
  })
  return [...lines, ...groupLines(groups)]
}

function groupLines(groups: Typed<typeof groupMap.schema>[]): Line[] {
  if (groups.length === 0) return [own('      "groups": []')]
  const last = groups.length - 1
  const one = (item: Item, text: string, i: number) =>
    from(at(AREA, item.id, 'label'), `        ${text}${i < last ? ',' : ''}`)
  return [
    own('      "groups": ['),
    ...groups.map(({ label, group, item }, i) =>
      one(item, `{ "name": ${JSON.stringify(label)}, "group": "${group}" }`, i),
    ),
    own('      ]'),
  ]
}

const common = (d: TypedDirectory): Setting[] => [
  ['id', d.item.id],
  ['label', d.label, 'label'],
  ['type', d.type, 'type'],
  [
    'servers',
    (serversIn(d.servers) ?? []).map((s) => ({ host: s.host, port: s.port ?? usualPort(d) })),
    'servers',
  ],
  ['timeout', d.timeout, 'timeout'],
]

const usualPort = (d: TypedDirectory): number =>
  d.type === 'radius' ? 1812 : d.encryption === 'ldaps' ? 636 : 389

const ofLdap = (d: TypedDirectory): Setting[] => [
  ['encryption', d.encryption, 'encryption'],
  ['authorities', d.encryption === 'none' ? '' : d.authorities, 'authorities'],
  ['base', d.base, 'base'],
  ['filter', d.filter || USUAL_FILTER[d.type === 'ad' ? 'ad' : 'ldap'], 'filter'],
  ['account', d.account, 'account'],
  ['accountPassword', marked(d.accountPassword), 'accountPassword'],
  ['userName', d.userName, 'userName'],
  [
    'lookup',
    d.type === 'ad' ? (d.nested ? 'nested' : 'attribute') : d.lookup,
    d.type === 'ad' ? 'nested' : 'lookup',
  ],
  ['groupBase', d.groupBase || d.base, 'groupBase'],
]

const ofRadius = (d: TypedDirectory): Setting[] => [
  ['secret', marked(d.secret), 'secret'],
  ['requireMessageAuthenticator', d.requireMessageAuthenticator, 'requireMessageAuthenticator'],
  ['groupAttribute', d.groupAttribute, 'groupAttribute'],
  ['vendorAttribute', d.vendorAttribute, 'vendorAttribute'],
  ['retries', d.retries, 'retries'],
]

const marked = (name: string): string => (name === '' ? '' : secretMarker(name))
