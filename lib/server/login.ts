// A login, whoever asks for it: name and password in, a session row out, or why not in one sentence.
import { z } from 'zod'
import { clockTime } from '../model/time.ts'
import { limited, type Tried } from './limiter.ts'
import { LONGEST_PASSWORD } from './password.ts'
import { openSession, recordLogin } from './session.ts'
import { authenticate } from './users.ts'

const login = z.object({
  username: z.string().min(1).max(64),
  password: z.string().min(1).max(LONGEST_PASSWORD),
})

/** The address a request came from, as the web server in front tells it; it overwrites what clients claim. */
export const addressIn = (forwardedFor: string | null | undefined): string =>
  forwardedFor?.split(',')[0]?.trim().slice(0, 64) ?? ''

export type Login = { ok: true; id: string; name: string } | { ok: false; message: string }

/**
 * Opens a session for the right name and password: its id, and the user's name. For any wrong ones the same sentence, as
 * slow, whatever was wrong; during a pause the password is not looked at. Throws when users cannot be looked up.
 */
export async function logIn(raw: unknown, address: string, now = Date.now()): Promise<Login> {
  const given = login.safeParse(raw)
  if (!given.success) return { ok: false, message: WRONG }
  const { username, password } = given.data
  const tried = await limited(username, address, () => authenticate(username, password), now)
  if ('found' in tried) {
    await recordLogin(username, address, 'done')
    return { ok: true, id: await openSession(tried.found.id, address), name: tried.found.name }
  }
  // Refused unseen, a login leaves no trace: guessing during a pause must not fill the disk.
  if ('left' in tried) await recordLogin(username, address, tried.left ? 'refused' : 'refused, now a pause')
  return { ok: false, message: refusal(tried, now) }
}

const WRONG = 'Wrong user or password.'

function refusal(tried: Exclude<Tried<unknown>, { found: unknown }>, now: number): string {
  if ('until' in tried)
    return `Too many wrong tries. The next one is possible in ${minutes(tried.until - now)}, at ${clockTime(tried.until)}.`
  const pause = `${minutes(tried.pause)} pause`
  if (tried.left === 0) return `${WRONG} No try is left for this address: ${pause}.`
  return `${WRONG} ${tried.left} ${tried.left === 1 ? 'try' : 'tries'} left for this address, then ${pause}.`
}

const minutes = (ms: number): string => `${Math.max(1, Math.ceil(ms / 60_000))} min`

/** All that the cookie's token says: the session. `user` is there at the login, with the session's id from `logIn`. */
export const claims = (at: { token: Record<string, unknown>; user?: { id: string } }) => ({
  session: at.user ? at.user.id : at.token.session,
})
