// Sessions: a row each, the only truth about who is logged in. The cookie's token names a row and says nothing else.
import { randomUUID } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import type { Prisma } from '../../prisma/generated/client.ts'
import { allows, type Right } from '../model/rights.ts'
import type { SessionEnds } from '../protocol/console.ts'
import { accessNow } from './access-settings.ts'
import { type Author, record } from './audit.ts'
import { publish } from './bus.ts'
import { db, type Transaction, transaction } from './db.ts'
import { sessionKey } from './session-key.ts'
import { COOKIE_SECONDS, endsOf, overBecause } from './session-life.ts'
import { shared } from './shared.ts'

export const SESSION_COOKIE = '__Host-fulcrum-session'

/** Somebody logged in, as pages, actions, handlers and streams know them. */
export interface Caller {
  session: string
  userId: string
  user: string
  group: string
  /** Where the session was opened from. */
  address: string
  /** What must be done before anything else: a password of one's own, a second factor. */
  duty: 'password' | 'second-factor' | null
}

/** Whether the caller's group has the right; until their duty is done they have none but to do it. */
export const may = (caller: Caller, right: Right): boolean =>
  allows(caller.group, right) && (caller.duty === null || right === 'self')

interface Cached {
  caller: Caller
  ends: SessionEnds
  until: number
  touchedAt: number
}
/** Sessions known to be live. This process is the only one that ends them, and takes them out as it does. */
const cache = () => shared('sessions', () => new Map<string, Cached>())
const CACHE_MS = 2_000
const CACHE_MOST = 1000
/** Activity is written down at most this often. In ms. */
const TOUCH_EVERY = 10_000

/** Opens a session. Returns its id. */
export async function openSession(userId: string, address: string): Promise<string> {
  const id = randomUUID()
  const now = new Date()
  await transaction((tx) =>
    tx.session.create({
      data: { id, userId, createdAt: now, lastActivity: now, checkedAt: now, address },
    }),
  )
  return id
}

/**
 * Whose session this is, or null when it has ended, its user is disabled, or there never was one. `now` in ms since 1970.
 */
export const liveSession = async (id: string, now = Date.now()): Promise<Caller | null> =>
  (await look(id, now))?.caller ?? null

/** Somebody logged in, and for how long still. */
export interface Viewer {
  caller: Caller
  session: SessionEnds
}

/** The session as it stands, or null when it has ended. */
export async function viewerOf(id: string, now = Date.now()): Promise<Viewer | null> {
  const known = await look(id, now)
  return known && { caller: known.caller, session: known.ends }
}

const WITH_USER = { user: { include: { factor: true } } } as const satisfies Prisma.SessionInclude
type Row = Prisma.SessionGetPayload<{ include: typeof WITH_USER }>

async function look(id: string, now: number): Promise<Cached | null> {
  const known = cache().get(id)
  if (known && known.until > now) return known
  cache().delete(id)
  const row = await db().session.findUnique({ where: { id }, include: WITH_USER })
  if (!row || row.endedAt || row.user.disabled) return null
  const lived = { ...row, confirmedAt: row.user.directory === '' ? null : row.checkedAt }
  const caller = callerIn(row)
  const over = overBecause(lived, accessNow(), now)
  if (over) {
    await runOut(caller, over).catch((e) => console.error('ending a session:', e))
    return null
  }
  if (cache().size >= CACHE_MOST) cache().clear()
  const ends = endsOf(lived, accessNow())
  const until = Math.min(now + CACHE_MS, ends.idleAt, ends.latestAt)
  const fresh = { caller, ends, until, touchedAt: row.lastActivity.getTime() }
  cache().set(id, fresh)
  return fresh
}

function callerIn({ id: session, userId, address, user }: Row): Caller {
  const { name, group } = user
  return { session, userId, user: name, group, address, duty: dutyOf(user) }
}

function dutyOf({ mustChange, group, factor }: Row['user']): Caller['duty'] {
  if (mustChange) return 'password'
  const without = !factor?.confirmedAt && accessNow().secondFactor.some((g) => g === group)
  return without ? 'second-factor' : null
}

/** Notes that the user did something, for all tabs at once. Streams, polling and prefetches must not come here. */
export async function touchSession(id: string, now = Date.now()): Promise<void> {
  const known = cache().get(id)
  if (!known || now - known.touchedAt < TOUCH_EVERY) return
  known.touchedAt = now
  await db().session.updateMany({ where: { id, endedAt: null }, data: { lastActivity: new Date(now) } })
  cache().delete(id)
  publish({ type: 'activity', session: id })
}

/** Ends a session whose time is over; the first who notices writes it down. */
async function runOut(caller: Caller, why: string): Promise<void> {
  const where = { id: caller.session, endedAt: null }
  const author = { user: caller.user, address: caller.address }
  await transaction(async (tx) => {
    const { count } = await tx.session.updateMany({ where, data: { endedAt: new Date() } })
    if (count > 0) await record(tx, author, { action: 'logout', result: why })
  })
}

/** Takes out rows of sessions that have ended, or that nobody came back to. `now` in ms since 1970. */
export async function forgetEnded(now = Date.now()): Promise<void> {
  const idle = { lastActivity: { lt: new Date(now - accessNow().idleMinutes * 60_000) } }
  await db().session.deleteMany({ where: { OR: [{ endedAt: { not: null } }, idle] } })
}

/** Ends one session, at once and everywhere. `author`: who logs out by it. */
export const endSession = (id: string, author?: Author): Promise<number> =>
  endSessions({ id }, async (tx) => {
    if (author) await record(tx, author, { action: 'logout' })
  })

/** Ends all sessions of the caller's user but the caller's own. */
export const endOtherSessions = ({ userId, session }: Caller): Promise<number> =>
  endSessions({ userId, NOT: { id: session } })

/** Ends all these, at once and everywhere: their streams hear of it. Returns how many there were. `also` is done with it, or not at all. */
export async function endSessions(
  which: Prisma.SessionWhereInput,
  also: (tx: Transaction) => Promise<void> = async () => {},
): Promise<number> {
  const ids = await transaction(async (tx) => {
    const rows = await tx.session.findMany({ where: { ...which, endedAt: null }, select: { id: true } })
    const found = rows.map((row) => row.id)
    await tx.session.updateMany({
      where: { id: { in: found }, endedAt: null },
      data: { endedAt: new Date() },
    })
    await also(tx)
    return found
  })
  lookAgain(ids)
  return ids.length
}

/** Something about this user has changed: each of their sessions is looked at anew, now. */
export const lookAgainAt = (userId: string): void =>
  lookAgain([...cache()].filter(([, known]) => known.caller.userId === userId).map(([id]) => id))

/** Something about all sessions has changed. */
export const lookAgainAtAll = (): void => lookAgain([...cache().keys()])

function lookAgain(ids: readonly string[]): void {
  for (const id of ids) cache().delete(id)
  for (const session of ids) publish({ type: 'activity', session })
}

/** The cookie's value for a session. */
export const tokenOf = (id: string): Promise<string> =>
  encode({ token: { session: id }, secret: sessionKey(), maxAge: COOKIE_SECONDS })

/** Whose cookie this is, or null. */
export async function callerOf(cookie: string | undefined): Promise<Caller | null> {
  if (!cookie) return null
  const id = await sessionIn(cookie)
  return id === null ? null : liveSession(id)
}

/** Sessions by their cookies: opening one takes longer than all else a request needs, and it says the same each time. */
const opened = () => shared('cookies', () => new Map<string, string>())

async function sessionIn(cookie: string): Promise<string | null> {
  const known = opened().get(cookie)
  if (known !== undefined) return known
  try {
    const token = await decode({ token: cookie, secret: sessionKey() })
    if (typeof token?.session !== 'string') return null
    if (opened().size >= CACHE_MOST) opened().clear()
    opened().set(cookie, token.session)
    return token.session
  } catch {
    return null // forged, of another key, or expired: nobody's, which is an answer and no fault
  }
}

/** Leaves the trace of a login, a failed one included. */
export const recordLogin = (user: string, address: string, result: string): Promise<void> =>
  transaction((tx) => record(tx, { user, address }, { action: 'login', result }))
