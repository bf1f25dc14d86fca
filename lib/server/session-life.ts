// How long a session lives: half an hour without its user doing anything, and twelve hours in any case.
import type { SessionEnds } from '../protocol/console.ts'

/** In ms. */
export const IDLE_MS = 30 * 60_000
/** How long a session lives at most, a browser keeps its cookie and a token is taken. In seconds. */
export const SESSION_SECONDS = 12 * 3600

/** When it ends if its user does nothing more, and when it ends whatever is done. */
export const endsOf = (session: { createdAt: Date; lastActivity: Date }): SessionEnds => ({
  idleAt: session.lastActivity.getTime() + IDLE_MS,
  latestAt: session.createdAt.getTime() + SESSION_SECONDS * 1000,
})

/** Why it is over, for the audit trail; null while it lives. `now` in ms since 1970. */
export function overBecause({ idleAt, latestAt }: SessionEnds, now: number): string | null {
  if (now >= latestAt) return `ended ${SESSION_SECONDS / 3600} hours after its login`
  return now >= idleAt ? `ended after ${IDLE_MS / 60_000} minutes without activity` : null
}
