// next-auth's part: the login form's request becomes a session row and a cookie that names it.
import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { addressIn, claims, logIn } from './login.ts'
import { SESSION_COOKIE } from './session.ts'
import { sessionKey } from './session-key.ts'
import { COOKIE_SECONDS } from './session-life.ts'
import { databaseTrouble } from './trouble.ts'

const cookie = (name: string) => ({
  name,
  options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: true },
})

/** Made at the first request: the key does not exist when the release is built. */
export const authOptions = (): NextAuthOptions => ({
  secret: sessionKey(),
  session: { strategy: 'jwt', maxAge: COOKIE_SECONDS },
  useSecureCookies: true,
  pages: { signIn: '/lbadmin/login', error: '/lbadmin/login' },
  cookies: {
    sessionToken: cookie(SESSION_COOKIE),
    csrfToken: cookie('__Host-fulcrum-csrf'),
    callbackUrl: cookie('__Host-fulcrum-callback'),
  },
  providers: [
    Credentials({
      credentials: { username: {}, password: { type: 'password' }, ticket: {}, code: {} },
      authorize: (given, request) => sessionFor(given, addressIn(request.headers?.['x-forwarded-for'])),
    }),
  ],
  callbacks: {
    redirect: ({ url, baseUrl }) => {
      const origin = new URL(baseUrl).origin
      return url.startsWith('/lbadmin/') ? origin + url : `${origin}/lbadmin/`
    },
    jwt: ({ token, user }) => claims({ token, user }),
  },
})

/**
 * What next-auth hands to the login form of an Error is its message: always a sentence of ours, or what is asked for next
 * as JSON, never a fault's own.
 */
async function sessionFor(given: unknown, address: string): Promise<{ id: string; name: string }> {
  const login = await logIn(given, address).catch((fault) => {
    console.error('a login:', fault)
    const why = databaseTrouble(fault) ?? 'The console met a fault of its own; its log says more.'
    return { ok: false, message: `Not logged in. ${why}` } as const
  })
  if (!login.ok) throw new Error('ticket' in login ? JSON.stringify(login) : login.message)
  return { id: login.id, name: login.name }
}
