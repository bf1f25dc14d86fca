// Who calls, for pages and actions: reads the request that Next is serving right now.
import 'server-only'
import { cookies } from 'next/headers'
import { type Caller, callerOf, SESSION_COOKIE } from './session.ts'

/** Whose request this is, or null without a live session. */
export const caller = async (): Promise<Caller | null> =>
  callerOf((await cookies()).get(SESSION_COOKIE)?.value)

/** Takes the cookie out of the browser; the session itself must have been ended before. */
export async function forgetCookie(): Promise<void> {
  const options = { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: 0 } as const
  ;(await cookies()).set(SESSION_COOKIE, '', options)
}
