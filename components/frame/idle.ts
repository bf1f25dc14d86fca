// When a page warns that its session is about to end, and in which words. Pure.
import type { SessionEnds } from '../../lib/protocol/console.ts'
import { minuteOf } from '../ui/words.ts'

/** So long before the end stands the warning. In ms. */
export const WARN_MS = 2 * 60_000

export interface Warned {
  /** Which end it speaks of: one that is put off by doing something, or the last one. */
  why: 'idle' | 'latest'
  sentence: string
}

/** The warning at `now` (the console's clock); null while there is time. */
export function warningOf(session: SessionEnds, now: number): Warned | null {
  const { idleAt, latestAt, idleMinutes, latestBecause } = session
  const why = latestAt <= idleAt ? 'latest' : 'idle'
  const at = Math.min(idleAt, latestAt)
  if (now < at - WARN_MS) return null
  const because =
    why === 'idle' ? `nothing was done for ${idleMinutes - WARN_MS / 60_000} minutes` : latestBecause
  return { why, sentence: `You will be logged out at ${minuteOf(at)} UTC because ${because}.` }
}
