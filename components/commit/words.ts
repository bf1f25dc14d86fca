// What waits, and what is done, in words.
import type { Change } from '../../lib/protocol/console.ts'
import { ageOf, count, listed } from '../ui/words.ts'

const VERBS: Record<Change['change'], string> = { new: 'New', modified: 'Modified', deleted: 'Deleted' }

/** New, Modified, Deleted; or Drain, Halt, Online. */
export const verbOf = (change: Change): string => change.deed ?? VERBS[change.change]

/** Behind a name in the box's line: "(4 fields)". */
export const extentOf = (change: Change): string =>
  change.change === 'modified' && change.fields.length ? ` (${count(change.fields.length, 'field')})` : ''

/** "anna and joao, oldest 39 min ago"; empty when nobody is known. */
export function whoAndWhen(changes: readonly Change[], now: number | null): string {
  const who = listed([...new Set(changes.map((c) => c.by).filter((by) => by !== ''))])
  const times = changes.map((c) => c.at).filter((at) => at !== null)
  if (times.length === 0 || now === null) return who
  const age = `${ageOf(now - Math.min(...times))} ago`
  return `${who && `${who}, `}${changes.length > 1 ? `oldest ${age}` : age}`
}
