// The gate before everything below /lbadmin: without a live session only a closed list answers. Also sets each page's policy.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type NextRequest, NextResponse } from 'next/server'
import { recordRefusal } from './lib/server/audit.ts'
import { contentSecurityPolicy, isActivity, isForeign, isScript, withoutSession } from './lib/server/gate.ts'
import { type Caller, callerOf, SESSION_COOKIE, touchSession } from './lib/server/session.ts'
import { isSettled } from './lib/server/settled.ts'

const development = process.env.NODE_ENV === 'development'

export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { method } = request
  const { basePath, pathname: path } = request.nextUrl
  const header = (name: string) => request.headers.get(name)
  if (basePath !== '/lbadmin') return refusal(404, 'The console is below /lbadmin/.')
  if (isScript(path)) return pass(request)
  const caller = await callerOf(request.cookies.get(SESSION_COOKIE)?.value)
  if (isForeign(method, header)) return refuseForeign(caller)
  if (!caller) return withoutCaller(request, path)
  if (isActivity(method, path, header)) await noteActivity(caller.session)
  return path === '/login' && method === 'GET' ? toPage(request, '/') : pass(request)
}

/** Somebody's browser was made to ask: they read of it in the audit trail. */
async function refuseForeign(caller: Caller | null): Promise<NextResponse> {
  const why = 'This request came from another site.'
  if (caller) await recordRefusal({ user: caller.user, address: caller.address }, 'Not done', why)
  return refusal(403, why)
}

/** A database that takes nothing now must not close the console: the session then only ends earlier. */
const noteActivity = (session: string): Promise<void> =>
  touchSession(session).catch((e) => console.error('noting activity:', e))

function withoutCaller(request: NextRequest, path: string): NextResponse {
  if (development && path.startsWith('/_next/')) return NextResponse.next()
  const verdict = withoutSession(request.method, path, loginAssets())
  if (verdict === 'pass') return pass(request)
  if (verdict === 'refuse') return refusal(401, 'Log in first.')
  return toPage(request, loginFor(path, request.nextUrl.search))
}

/** The login page, knowing where to go afterwards. `_rsc` is Next's own and means nothing there. */
function loginFor(path: string, search: string): string {
  const query = new URLSearchParams(search)
  query.delete('_rsc')
  const target = query.size ? `${path}?${query}` : path
  return target === '/' ? '/login' : `/login?to=${encodeURIComponent(target)}`
}

function pass(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce, development)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-path', request.nextUrl.pathname)
  headers.set('content-security-policy', policy) // where Next looks for the nonce of its own scripts
  return secured(NextResponse.next({ request: { headers } }), policy)
}

const refusal = (status: number, error: string): NextResponse =>
  secured(
    NextResponse.json({ error }, { status, headers: { 'cache-control': 'no-store' } }),
    "default-src 'none'",
  )

/** On the address or name the browser used, as the web server in front tells it. */
function toPage(request: NextRequest, to: string): NextResponse {
  const { headers, nextUrl } = request
  const protocol = headers.get('x-forwarded-proto') ?? 'http'
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? nextUrl.host
  const url = new URL(`${nextUrl.basePath}${to}`, `${protocol}://${host}`)
  return secured(
    NextResponse.redirect(url, { headers: { 'cache-control': 'no-store' } }),
    "default-src 'none'",
  )
}

function secured(response: NextResponse, policy: string): NextResponse {
  response.headers.set('content-security-policy', policy)
  if (isSettled()) response.headers.set('x-fulcrum-settled', '1') // to the web server in front
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  return response
}

let known: ReadonlySet<string> | undefined

/** What the login page loads, as set-up found it in this release; nothing until it did. */
function loginAssets(): ReadonlySet<string> {
  const file = join(process.cwd(), 'public-assets.json')
  if (!known && existsSync(file)) {
    const paths: string[] = JSON.parse(readFileSync(file, 'utf8'))
    known = new Set(paths)
  }
  return known ?? new Set()
}
