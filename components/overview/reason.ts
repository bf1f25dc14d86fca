// Why a row is as it is, and since when, in one sentence without its end.
import { useLive } from '../live/Live.tsx'
import { momentOf } from '../ui/words.ts'

/** Empty when there is nothing to say. */
export function useReason({ reason, since }: { reason: string; since: number | null }): string {
  // The console's day decides whether the date is needed.
  const offset = useLive((s) => s.offset)
  if (reason === '' || since === null) return reason
  const moment = `since ${momentOf(since, Date.now() + offset)}`
  // Who took it offline did so then; what is left on it is of now.
  return reason.startsWith('by ')
    ? reason.replace(/^[^,;]*/, (who) => `${who} ${moment}`)
    : `${reason}, ${moment}`
}
