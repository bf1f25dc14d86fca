// How long a session lives: while its user does something, a longest time in any case, and while a directory vouches for them.
import { type AccessSettings, LONGEST_SESSION } from '../protocol/access.ts'
import type { SessionEnds } from '../protocol/console.ts'

const MINUTE = 60_000

/** How long a browser keeps its cookie and a token is taken, at most: the row says when a session ends. In seconds. */
export const COOKIE_SECONDS = LONGEST_SESSION * 60

/** What of a session's row its end depends on. */
export interface Lived {
  createdAt: Date
  lastActivity: Date
  /** When its user's directory last said that they are as before; null where no directory is asked. */
  confirmedAt: Date | null
}

/** When it ends if its user does nothing more, and when it ends whatever is done. */
export function endsOf(session: Lived, set: AccessSettings): SessionEnds {
  const [latest, vouched] = [atLatest(session, set), unconfirmed(session, set)]
  return {
    idleAt: session.lastActivity.getTime() + set.idleMinutes * MINUTE,
    latestAt: Math.min(latest, vouched),
    idleMinutes: set.idleMinutes,
    latestBecause:
      latest <= vouched
        ? `you logged in ${inWords(set.latestMinutes)} ago`
        : `no directory could say for ${inWords(set.unconfirmedMinutes)} that you are as before`,
  }
}

const atLatest = ({ createdAt }: Lived, set: AccessSettings): number =>
  createdAt.getTime() + set.latestMinutes * MINUTE
const unconfirmed = ({ confirmedAt }: Lived, set: AccessSettings): number =>
  confirmedAt ? confirmedAt.getTime() + set.unconfirmedMinutes * MINUTE : Number.POSITIVE_INFINITY

/** Why it is over, for the audit trail; null while it lives. `now` in ms since 1970. */
export function overBecause(session: Lived, set: AccessSettings, now: number): string | null {
  if (now >= atLatest(session, set)) return `ended ${inWords(set.latestMinutes)} after its login`
  if (now >= unconfirmed(session, set))
    return `ended: for ${inWords(set.unconfirmedMinutes)} no directory could say that the user is as before`
  const { idleAt } = endsOf(session, set)
  return now >= idleAt ? `ended after ${set.idleMinutes} minutes without activity` : null
}

const inWords = (minutes: number): string =>
  minutes % 60 === 0 && minutes > 60 ? `${minutes / 60} hours` : `${minutes} minutes`
