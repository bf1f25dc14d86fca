// What waits, and what is done, in words.
import { type Step, UNIT_TITLES } from '../../lib/model/step.ts'
import type { Change } from '../../lib/protocol/console.ts'
import { ageOf, count, listed } from '../ui/words.ts'

const VERBS: Record<Change['change'], string> = { new: 'New', modified: 'Modified', deleted: 'Deleted' }

/** New, Modified, Deleted. */
export const verbOf = (change: Change): string => VERBS[change.change]

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

/** A step under way, as the preview names it. */
export function stepWords(step: Step): string {
  switch (step.do) {
    case 'write':
      return 'Write the new files beside those that run'
    case 'check':
      return `Have ${UNIT_TITLES[step.unit]} check its new files`
    case 'add-address':
      return `Add address ${step.address} to ${step.interface}`
    case 'remove-address':
      return `Remove address ${step.address} from ${step.interface}`
    case 'switch':
      return 'Make the new files the current ones'
    case 'reload':
      return `Reload ${UNIT_TITLES[step.unit]}`
    case 'restart':
      return `Restart ${UNIT_TITLES[step.unit]}`
    case 'stop':
      return `Stop ${UNIT_TITLES[step.unit]}`
    case 'read-back':
      return 'Read back what runs, and compare'
    case 'keep':
      return 'Note that it was read back'
  }
}
