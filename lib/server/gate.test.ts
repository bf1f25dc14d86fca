// The gate's rules: the closed list, what counts as activity, whose requests are taken, and the policy of pages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentSecurityPolicy, isActivity, isForeign, isScript, PUBLIC, withoutSession } from './gate.ts'
import { referencesIn, styleReferences } from './login-assets.ts'

const headers = (all: Record<string, string>) => (name: string) => all[name] ?? null
const assets = new Set(['/_next/static/chunks/a.js', '/logo.svg'])

test('without a session only the closed list answers', () => {
  assert.deepEqual(
    [...PUBLIC.keys()],
    ['/login', '/api/auth/csrf', '/api/auth/providers', '/api/auth/callback/credentials'],
  )
  const verdict = (method: string, path: string) => withoutSession(method, path, assets)
  assert.equal(verdict('GET', '/login'), 'pass')
  assert.equal(verdict('GET', '/_next/static/chunks/a.js'), 'pass')
  assert.equal(verdict('POST', '/api/auth/callback/credentials'), 'pass')
  for (const page of ['/', '/maintenance/passwords', '/login/more'])
    assert.equal(verdict('GET', page), 'login')
  for (const [method, path] of [
    ['POST', '/login'],
    ['POST', '/'],
    ['GET', '/api/events'],
    ['GET', '/api/auth/session'],
    ['POST', '/api/auth/signout'],
    ['GET', '/api/auth/csrf/../items'],
    ['GET', '/_next/static/chunks/b.js'],
    ['GET', '/_next/image'],
    ['GET', '/favicon.ico'],
    ['POST', '/_next/static/chunks/a.js'],
    ['OPTIONS', '/login'],
  ] as const)
    assert.equal(verdict(method, path), 'refuse', `${method} ${path}`)
})

test('only what is below api/v1, and the metrics, is a script’s', () => {
  for (const path of ['/metrics', '/api/v1/status', '/api/v1/areas/layer7/real-server/7c1e-4'])
    assert.ok(isScript(path), path)
  for (const path of [
    '/api/v1',
    '/api/v10/x',
    '/api/v1/../items',
    '/api/v1/%2e%2e/items',
    '/metrics/',
    '/api/items',
  ])
    assert.ok(!isScript(path), path)
})

test('opening a page and calling an action are activity; streams, lists, assets and prefetches are not', () => {
  assert.ok(isActivity('GET', '/maintenance/passwords', headers({})))
  assert.ok(isActivity('POST', '/', headers({})))
  assert.ok(!isActivity('GET', '/api/events', headers({})))
  assert.ok(!isActivity('POST', '/api/auth/csrf', headers({})))
  assert.ok(!isActivity('GET', '/_next/static/chunks/a.js', headers({})))
  assert.ok(!isActivity('GET', '/', headers({ 'next-router-prefetch': '1' })))
})

test('what another site’s page sends is refused, whatever name this appliance is called by', () => {
  const sent = (origin: string, host: string) => headers({ origin, host })
  assert.ok(!isForeign('POST', sent('https://lb1.print.example:9443', 'lb1.print.example:9443')))
  assert.ok(!isForeign('POST', sent('https://[2001:db8::1]:9443', '[2001:db8::1]:9443')))
  assert.ok(isForeign('POST', sent('https://evil.example', 'lb1.print.example:9443')))
  assert.ok(isForeign('POST', sent('null', 'lb1.print.example:9443')))
  assert.ok(isForeign('POST', headers({ 'sec-fetch-site': 'cross-site' })))
  assert.ok(!isForeign('GET', sent('https://evil.example', 'lb1.print.example:9443')))
})

test('a page runs and loads only what bears its nonce or is our own', () => {
  const policy = contentSecurityPolicy('abc')
  assert.ok(policy.includes("script-src 'nonce-abc' 'strict-dynamic';"))
  assert.ok(!/unsafe|\*|https?:/.test(policy), policy)
  for (const part of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"])
    assert.ok(policy.includes(part), part)
})

test('what the login page loads is found in its markup, its data and its style sheets', () => {
  const page = `<link href="/lbadmin/_next/static/chunks/x.css"/><script>push({"otherChunks":["static/chunks/y.js"]})</script>
    <script>self.__next_f.push([1,"2:\\"/lbadmin/_next/static/chunks/z~1.js\\""])</script><a href="/lbadmin/login">`
  assert.deepEqual(referencesIn(page).sort(), [
    '/_next/static/chunks/x.css',
    '/_next/static/chunks/y.js',
    '/_next/static/chunks/z~1.js',
  ])
  const css = `a{src:url(../media/f.woff2)} b{background:url("/lbadmin/i.svg")} c{d:url(data:x)}`
  assert.deepEqual(styleReferences('/_next/static/chunks/x.css', css), [
    '/_next/static/media/f.woff2',
    '/i.svg',
  ])
})
