// The gate's rules, without Next: which requests pass without a session, which count as activity, what pages may load.

/** Paths below /lbadmin that answer without a session, whole; beside these only the assets of the login page. */
export const PUBLIC: ReadonlyMap<string, readonly string[]> = new Map([
  ['/login', ['GET', 'HEAD']],
  ['/api/auth/csrf', ['GET']],
  ['/api/auth/providers', ['GET']],
  ['/api/auth/callback/credentials', ['POST']],
])

/**
 * Whether it is a script's: the handlers behind look at its token themselves, and at no cookie, so that there is nothing
 * for another site to abuse. Only as written: whatever looks like it otherwise goes the way of all others.
 */
export const isScript = (path: string): boolean =>
  path === '/metrics' || (/^\/api\/v1\/[\w./-]*$/.test(path) && !path.includes('..'))

export type Verdict = 'pass' | 'login' | 'refuse'

/** What becomes of a request without a session. `path` is below /lbadmin; `assets` are the login page's. */
export function withoutSession(method: string, path: string, assets: ReadonlySet<string>): Verdict {
  const clean = path.length > 1 ? path.replace(/\/$/, '') : path
  if (PUBLIC.get(clean)?.includes(method)) return 'pass'
  const reads = method === 'GET' || method === 'HEAD'
  if (reads && assets.has(clean)) return 'pass'
  return reads && isPage(clean) ? 'login' : 'refuse'
}

/** Pages send people to the login page; everything else answers 401. */
const isPage = (path: string): boolean =>
  !path.startsWith('/api/') && !path.startsWith('/_next/') && !/\.[a-z0-9]+$/i.test(path)

/** Whether somebody did this, and not a stream, a poll or a prefetch: a page opened, an action called. */
export const isActivity = (method: string, path: string, header: (name: string) => string | null): boolean =>
  (method === 'POST' && !path.startsWith('/api/')) ||
  (method === 'GET' &&
    isPage(path) &&
    header('next-router-prefetch') === null &&
    header('purpose') !== 'prefetch')

/** Whether another site's page sent it. Reading is harmless: the answer stays hidden from that page. */
export function isForeign(method: string, header: (name: string) => string | null): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  const origin = header('origin')
  if (origin === null) return header('sec-fetch-site') === 'cross-site'
  const host = header('x-forwarded-host') ?? header('host')
  return !URL.canParse(origin) || new URL(origin).host !== host
}

/**
 * What a page may load and do. Scripts: only those that bear the nonce, and what they load. Style elements and files:
 * our own or with the nonce. Nothing of anybody else, no frames, no forms to elsewhere. Under development React needs
 * `eval` and the reload socket.
 */
export const contentSecurityPolicy = (nonce: string, development = false): string =>
  [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
