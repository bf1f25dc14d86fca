// From the groups a directory says to the one group here.
import type { DirectoryConfig } from '../../lib/areas/external-authentication/config.ts'
import { GROUPS, type Group } from '../../lib/model/rights.ts'
import { Failure } from './failure.ts'
import { sameDn } from './names.ts'

/** How many are named in a sentence. */
const NAMED = 10

/** The mightiest that is mapped. Throws a Failure naming what was seen where none is. */
export function groupFrom(config: DirectoryConfig, seen: readonly string[]): Group {
  const same = config.type === 'radius' ? (a: string, b: string) => a === b : sameDn
  const mapped = config.groups.filter((m) => seen.some((name) => same(m.name, name)))
  const mightiest = GROUPS.find((group) => mapped.some((m) => m.group === group))
  if (mightiest) return mightiest
  throw new Failure('refused', 'group', `No group of the user is mapped. ${seenSentence(seen)}`)
}

export function seenSentence(seen: readonly string[]): string {
  if (seen.length === 0) return 'The directory named none.'
  const rest = seen.length > NAMED ? ` and ${seen.length - NAMED} more` : ''
  return `The directory named ${seen.slice(0, NAMED).join(' · ')}${rest}.`
}
