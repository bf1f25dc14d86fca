// A login, whoever asks for it: name and password in, a session row out.
import { z } from 'zod'
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

/** Opens a session for the right name and password: its id, and the user's name. Null, as slow, for any wrong ones. */
export async function logIn(raw: unknown, address: string): Promise<{ id: string; name: string } | null> {
  const given = login.safeParse(raw)
  if (!given.success) return null
  const user = await authenticate(given.data.username, given.data.password)
  await recordLogin(given.data.username, address, user ? 'done' : 'refused')
  return user && { id: await openSession(user.id, address), name: user.name }
}

/** All that the cookie's token says: the session. `user` is there at the login, with the session's id from `logIn`. */
export const claims = (at: { token: Record<string, unknown>; user?: { id: string } }) => ({
  session: at.user ? at.user.id : at.token.session,
})
