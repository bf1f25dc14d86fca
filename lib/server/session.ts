// Sessions: a row each, the only truth about who is logged in. The cookie's token names a row and says nothing else.
import { randomUUID } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import { record } from './audit.ts'
import { db } from './db.ts'
import { sessionKey } from './session-key.ts'
import { shared } from './shared.ts'

export const SESSION_COOKIE = '__Host-fulcrum-session'
/** How long a browser keeps the cookie, and a token is taken. In seconds. */
export const SESSION_SECONDS = 12 * 3600

/** What a user may do. `config`: everything there is so far; `report`: look, and change one's own password. */
export type Group = 'config' | 'report'

/** Somebody logged in, as pages, actions, handlers and streams know them. */
export interface Caller {
  session: string
  userId: string
  user: string
  group: string
  /** Where the session was opened from. */
  address: string
}

/** Whether the caller's group allows what `group` may do. */
export const may = (caller: Caller, group: Group): boolean =>
  caller.group === 'config' || caller.group === group

interface Cached {
  caller: Caller
  until: number
  touchedAt: number
}
/** Sessions known to be live. This process is the only one that ends them, and takes them out as it does. */
const cache = () => shared('sessions', () => new Map<string, Cached>())
const CACHE_MS = 10_000
const CACHE_MOST = 1000
/** Activity is written down at most this often. In ms. */
const TOUCH_EVERY = 60_000

/** Opens a session. Returns its id. */
export async function openSession(userId: string, address: string): Promise<string> {
  const id = randomUUID()
  const now = new Date()
  await db().session.create({ data: { id, userId, createdAt: now, lastActivity: now, address } })
  return id
}

/** Whose session this is, or null when it has ended, its user is disabled, or there never was one. */
export async function liveSession(id: string): Promise<Caller | null> {
  const known = cache().get(id)
  if (known && known.until > Date.now()) return known.caller
  cache().delete(id)
  const row = await db().session.findUnique({ where: { id }, include: { user: true } })
  if (!row || row.endedAt || row.user.disabled || tooOld(row.createdAt)) return null
  const caller: Caller = {
    session: id,
    userId: row.userId,
    user: row.user.name,
    group: row.user.group,
    address: row.address,
  }
  if (cache().size >= CACHE_MOST) cache().clear()
  cache().set(id, { caller, until: Date.now() + CACHE_MS, touchedAt: row.lastActivity.getTime() })
  return caller
}

const tooOld = (createdAt: Date): boolean => Date.now() - createdAt.getTime() > SESSION_SECONDS * 1000

/** Notes that the user did something. Streams, polling and prefetches must not come here. */
export async function touchSession(id: string): Promise<void> {
  const known = cache().get(id)
  if (!known || Date.now() - known.touchedAt < TOUCH_EVERY) return
  known.touchedAt = Date.now()
  await db().session.update({ where: { id }, data: { lastActivity: new Date() } })
}

/** Ends one session, at once and everywhere. */
export async function endSession(id: string): Promise<void> {
  await db().session.updateMany({ where: { id, endedAt: null }, data: { endedAt: new Date() } })
  cache().delete(id)
}

/** Ends all sessions of the caller's user but the caller's own. */
export async function endOtherSessions(caller: Caller): Promise<void> {
  const where = { userId: caller.userId, endedAt: null, NOT: { id: caller.session } }
  await db().session.updateMany({ where, data: { endedAt: new Date() } })
  for (const [id, known] of cache())
    if (known.caller.userId === caller.userId && id !== caller.session) cache().delete(id)
}

/** The cookie's value for a session. */
export const tokenOf = (id: string): Promise<string> =>
  encode({ token: { session: id }, secret: sessionKey(), maxAge: SESSION_SECONDS })

/** Whose cookie this is, or null. */
export async function callerOf(cookie: string | undefined): Promise<Caller | null> {
  if (!cookie) return null
  const id = await sessionIn(cookie)
  return id === null ? null : liveSession(id)
}

async function sessionIn(cookie: string): Promise<string | null> {
  try {
    const token = await decode({ token: cookie, secret: sessionKey() })
    return typeof token?.session === 'string' ? token.session : null
  } catch {
    return null // forged, of another key, or expired: nobody's, which is an answer and no fault
  }
}

/** Leaves the trace of a login, a failed one included. */
export const recordLogin = (user: string, address: string, result: string): Promise<void> =>
  record(db(), { user, address }, { action: 'login', result })
