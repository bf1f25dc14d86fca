// Who calls, for pages and actions: reads the request that Next is serving right now.
import 'server-only'
import { cookies, headers } from 'next/headers'
import { type Caller, callerOf, SESSION_COOKIE } from './session.ts'

/** Whose request this is, or null without a live session. */
export const caller = async (): Promise<Caller | null> =>
  callerOf((await cookies()).get(SESSION_COOKIE)?.value)

/** Which configuration of the web server in front the request came through; that overwrites what browsers claim. */
export const cameThrough = async (): Promise<string> => (await headers()).get('x-fulcrum-front') ?? ''

/** Takes the cookie out of the browser; the session itself must have been ended before. */
export async function forgetCookie(): Promise<void> {
  const options = { path: '/', secure: true, httpOnly: true, sameSite: 'lax', maxAge: 0 } as const
  ;(await cookies()).set(SESSION_COOKIE, '', options)
}
