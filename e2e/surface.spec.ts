// The surface: no secret leaves, every answer has its headers, every cookie its marks, and no other site acts here.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { PASSWORD } from './lab/appliance.ts'
import { withDatabase } from './support/database.ts'
import { request } from './support/http.ts'
import { actionIds, files, routes } from './support/routes.ts'
import { filesBelow, leaks, PLANTS, type Secret, WAYS_OUT } from './support/secrets.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({ client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'] })
const client = () => world().lab.at('client')

test.describe.configure({ mode: 'serial' })

let page: Page
let cookie: readonly string[]

test.beforeAll('logged in', async () => {
  page = await world().loggedIn()
  const cookies = await page.context().cookies()
  cookie = ['-H', `Cookie: ${cookies.map((c) => `${c.name}=${c.value}`).join('; ')}`]
})

test('no secret is in anything that leaves, or that others than root could read', async () => {
  test.setTimeout(120_000)
  const secrets: Secret[] = []
  for (const plant of PLANTS) secrets.push(...(await plant(world(), page)))
  expect(secrets.length).toBeGreaterThan(8)
  for (const [way, collect] of Object.entries(WAYS_OUT)) {
    const texts = await collect(world(), page)
    expect(texts.length, way).toBeGreaterThan(0)
    expect(
      texts.reduce((sum, t) => sum + t.text.length, 0),
      way,
    ).toBeGreaterThan(500)
    expect(leaks(secrets, texts), way).toEqual([])
  }
  // The search itself sees: where they must be, they are found.
  const kept = filesBelow(join(world().appliance.state, 'agent/secrets')).map((where) => ({
    where,
    text: readFileSync(where, 'latin1'),
  }))
  const found = leaks(secrets, kept).join()
  for (const name of ['an uploaded key', 'the self-signed key']) expect(found).toContain(name)
})

const HEADERS = {
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/i,
  'referrer-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'content-security-policy': /^default-src '(none|self)'.*frame-ancestors 'none'|^default-src 'none'$/,
}

function headersOf(url: string, options: readonly string[]): Map<string, string[]> {
  const { headers, status } = request(client(), url, options)
  const lines = headers.split(/\r?\n/).slice(1)
  const all = new Map<string, string[]>([[':status', [String(status)]]])
  for (const line of lines) {
    const at = line.indexOf(':')
    const name = line.slice(0, at)
    all.set(name, [...(all.get(name) ?? []), line.slice(at + 1).trim()])
  }
  return all
}

/** The same for everybody, and built once. */
const IMPERSONAL = ['/icon.svg', '/_global-error']

/** What is wrong with one answer's headers. */
function faults(path: string, options: readonly string[], isAsset = false): string[] {
  const headers = headersOf(path.startsWith('https') ? path : `${world().url}${path}`, options)
  const wrong = Object.entries(HEADERS).flatMap(([name, wanted]) => {
    const values = headers.get(name) ?? []
    return values.length === 1 &&
      wanted.test(values[0]?.toLowerCase() === 'deny' ? 'DENY' : (values[0] ?? ''))
      ? []
      : [`${path}: ${name} ${values.join(' | ') || 'is missing'}`]
  })
  const caching = headers.get('cache-control')?.join() ?? ''
  const kept =
    isAsset || /no-store/.test(caching) ? [] : [`${path}: cache-control ${caching || 'is missing'}`]
  const cookies = (headers.get('set-cookie') ?? []).filter(
    (c) =>
      !/^__host-fulcrum-/.test(c) ||
      !/; secure/.test(c) ||
      !/; httponly/.test(c) ||
      !/; samesite=lax/.test(c) ||
      !/; path=\/(;|$)/.test(c),
  )
  const told = ['server', 'x-powered-by', 'x-fulcrum-settled', 'x-nextjs-cache'].filter(
    (name) => (headers.get(name)?.join() ?? 'nginx') !== 'nginx',
  )
  return [
    ...wrong,
    ...kept,
    ...cookies.map((c) => `${path}: ${c.split('=')[0]}`),
    ...told.map((n) => `${path}: ${n}`),
  ]
}

test('every answer has every header: pages, handlers, refusals, redirects, errors and files', () => {
  test.setTimeout(120_000)
  const origin = new URL(world().url).origin
  const inside = routes().filter((r) => r !== '/api/events')
  const found = [
    ...inside.flatMap((path) => faults(path, cookie, IMPERSONAL.includes(path))),
    ...['/', '/login', '/api/items?area=layer7', '/api/auth/csrf', '/api/auth/providers'].flatMap((p) =>
      faults(p, []),
    ),
    ...faults('/api/events', [...cookie, '--max-time', '2']),
    ...['/nowhere', '/api/nowhere', '/%ff', '/api/items?area=nothing', '/_next/static/nothing.js'].flatMap(
      (p) => faults(p, cookie),
    ),
    ...faults('/api/import', [...cookie, '-X', 'POST', '--data', 'no JSON', '-H', `Origin: ${origin}`]),
    ...faults('/', [...cookie, '-X', 'POST', '-H', 'Next-Action: nothing', '-H', `Origin: ${origin}`]),
    ...faults('/', [...cookie, '-X', 'POST', '-H', 'Next-Action: x', '-H', 'Origin: https://evil.example']),
    ...['/', '/else', '/.fulcrum-digest'].flatMap((p) => faults(`${origin}${p}`, [])),
    ...files().flatMap((path) => faults(path, cookie, true)),
  ]
  expect(found).toEqual([])
  expect(inside.length).toBeGreaterThan(20)
})

test('files are kept by browsers for good, and say nothing personal', () => {
  const [script] = files().filter((path) => path.endsWith('.js'))
  expect(headersOf(`${world().url}${script}`, cookie).get('cache-control')?.join()).toContain('immutable')
})

test('cookies bear the prefix that binds them to this host, and no script reads them', async () => {
  const cookies = await page.context().cookies()
  expect(cookies.length).toBeGreaterThan(0)
  for (const { name, secure, httpOnly, sameSite, path, domain } of cookies)
    expect({ name: name.slice(0, 15), secure, httpOnly, sameSite, path, domain }).toEqual({
      ...{ name: '__Host-fulcrum-', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' },
      domain: '192.168.85.100',
    })
  expect(await page.evaluate(() => document.cookie)).toBe('')
})

test('every action and every handler that takes a body is refused to a foreign origin', () => {
  const { url } = world()
  const own = new URL(url).origin
  const send = (path: string, origin: string, ...more: string[]) =>
    request(client(), `${url}${path}`, [
      ...[
        '-X',
        'POST',
        '--data',
        '[]',
        '-H',
        `Origin: ${origin}`,
        '-H',
        'Content-Type: text/plain;charset=UTF-8',
      ],
      ...cookie,
      ...more,
    ]).status
  const ids = actionIds()
  expect(ids.length).toBeGreaterThan(10)
  for (const origin of [
    'https://evil.example',
    'null',
    `${own}.evil.example`,
    'http://192.168.85.100:9443'.replace('9443', '9444'),
  ])
    for (const id of ids)
      expect(send('', origin, '-H', `Next-Action: ${id}`), `${id} from ${origin}`).toBe(403)
  // The API for scripts takes no cookie, from nobody.
  for (const path of routes().filter((r) => r.startsWith('/api/') && !r.startsWith('/api/auth')))
    expect(send(path, 'https://evil.example'), path).toBe(path.startsWith('/api/v1') ? 401 : 403)
  expect(send('', own, '-H', `Next-Action: ${ids[0]}`), 'its own page passes').toBeLessThan(400)
})

test('what a client says of itself is not believed: the address in the audit is the one nginx saw', async () => {
  const { url } = world()
  const jar = join(world().lab.folder, 'jar')
  const csrf = request(client(), `${url}/api/auth/csrf`, ['-c', jar])
  const { csrfToken } = JSON.parse(csrf.body) as { csrfToken: string }
  const forged = [
    'X-Forwarded-For: 6.6.6.6',
    'X-Real-IP: 6.6.6.6',
    'Forwarded: for=6.6.6.6',
    'X-Forwarded-Host: evil.example',
  ]
  const form = new URLSearchParams({ csrfToken, username: 'loadbalancer', password: PASSWORD, json: 'true' })
  const { status, body } = request(client(), `${url}/api/auth/callback/credentials`, [
    ...['-b', jar, '-H', `Origin: ${new URL(url).origin}`, '--data', String(form)],
    ...forged.flatMap((h) => ['-H', h]),
  ])
  expect(status).toBe(200)
  expect(body).not.toContain('evil')
  const rows = await withDatabase(world().appliance, (db) =>
    db.audit.findMany({ where: { action: 'login' } }),
  )
  expect(rows.at(-1)).toMatchObject({ address: '192.168.85.10', result: 'done' })
})

test('no frame holds the console, and no script but its own runs in it', async () => {
  const { url } = world()
  const held = await page.evaluate(async (address) => {
    const frame = document.createElement('iframe')
    frame.src = address
    document.body.append(frame)
    await new Promise((done) => setTimeout(done, 1000))
    let inside = 'closed'
    try {
      inside = frame.contentDocument?.title ?? 'closed'
    } catch {
      // another origin, as an error page is
    }
    frame.remove()
    // As markup that somebody smuggled in would run: by itself, and not by this test's own hand.
    const box = document.createElement('div')
    box.innerHTML = '<img src="/lbadmin/nothing.png" onerror="window.planted = true">'
    document.body.append(box)
    await new Promise((done) => setTimeout(done, 1000))
    box.remove()
    return { inside, planted: 'planted' in window }
  }, `${url}/login`)
  expect(held.inside).not.toContain('Fulcrum')
  expect(held.planted).toBe(false)
})
