// The door: who gets in, how long, and that nothing answers to those outside.
import { expect, type Page, test } from '@playwright/test'
import { PASSWORD } from './lab/appliance.ts'
import { request, statuses } from './support/http.ts'
import { fill, menu } from './support/pages.ts'
import { guardedHandlers } from './support/rights.ts'
import { actionIds, files, routes } from './support/routes.ts'
import { login, NAME, worldOf } from './support/world.ts'

/** All that answers without a session, beside what the login page loads. */
const OPEN = ['/login', '/api/auth/csrf', '/api/auth/providers']
/** Behind the one handler that the build knows of next-auth. */
const OF_NEXT_AUTH = [
  'csrf',
  'providers',
  'session',
  'signin',
  'signout',
  'error',
  'callback/credentials',
  '_log',
].map((name) => `/api/auth/${name}`)
const NEXT_PASSWORD = 'Harbour-7-Crane-Signal'

const world = worldOf({ client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'] })
const client = () => world().lab.at('client')
const overview = (page: Page) => page.getByRole('heading', { level: 1, name: 'System Overview' })

test('LG-01 LG-04 FR-08: logs in with nothing configured and lands on the System Overview', async () => {
  const page = await world().freshPage()
  await page.goto(`${world().url}/`)
  await expect(page).toHaveURL(/\/lbadmin\/login/)
  await page.getByLabel('Username').fill('loadbalancer')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await expect(overview(page)).toBeVisible()
  await page.context().close()
})

test('FR-01: with and without the last slash it ends at the same page, at a host name too', async () => {
  const page = await world().freshPage()
  for (const base of [world().url, `https://${NAME}:9443/lbadmin`])
    for (const path of ['', '/']) {
      await page.goto(`${base}${path}`)
      await expect(page).toHaveURL(`${base}/login`)
    }
  await login(page, `https://${NAME}:9443/lbadmin/`)
  await expect(page).toHaveURL(new RegExp(`^https://${NAME}:9443/lbadmin/?$`))
  await page.context().close()
})

test('LG-02: a wrong password, the documented default and an unknown user get the same answer', async () => {
  const page = await world().freshPage()
  const said: string[] = []
  for (const [user, password] of [
    ['loadbalancer', 'wrong'],
    ['loadbalancer', 'loadbalancer'],
    ['nobody', PASSWORD],
  ] as const) {
    await page.goto(`${world().url}/login`)
    await page.getByLabel('Username').fill(user)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Log in' }).click()
    said.push((await page.getByRole('main').getByRole('alert').textContent()) ?? '')
  }
  const sentence = 'Wrong user or password. 4 tries left for this address, then 15 min pause.'
  expect(said).toEqual([sentence, sentence.replace('4', '3'), sentence])
  await page.context().close()
})

test('LG-10: without a session nothing answers but a closed list', async () => {
  const base = world().url
  const all = [...routes(), ...OF_NEXT_AUTH, ...files()]
  expect(routes().length).toBeGreaterThan(8)
  expect(files().length).toBeGreaterThan(10)
  const answered = statuses(
    client(),
    all.map((path) => `${base}${path}`),
  )
  const open = all.filter((path) => (answered.get(`${base}${path}`) ?? 0) < 300)
  const assets = open.filter((path) => !OPEN.includes(path))
  expect(open.filter((path) => OPEN.includes(path)).sort()).toEqual([...OPEN].sort())
  expect(assets.sort()).toEqual((await loadedByLoginPage(base)).sort())
})

/** Files the login page names, in its own markup, scripts' data and styles. */
async function loadedByLoginPage(base: string): Promise<string[]> {
  const { body } = request(client(), `${base}/login`)
  const given = [...files(), ...routes().filter((path) => path.includes('.'))]
  const direct = given.filter((path) => body.includes(path.replace('/_next/', '')))
  const styles = direct
    .filter((path) => path.endsWith('.css'))
    .map((path) => request(client(), `${base}${path}`).body)
  const fonts = given.filter((path) => styles.some((css) => css.includes(path.split('/').at(-1) ?? path)))
  return [...new Set([...direct, ...fonts])]
}

test('LG-10: no other method, no trick with the path gets round it', () => {
  const base = world().url
  const paths = routes().filter((path) => !path.startsWith('/api/auth'))
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const answered = statuses(
      client(),
      paths.map((path) => `${base}${path}`),
      method,
    )
    expect([...answered].filter(([, status]) => status < 300)).toEqual([])
  }
  const tricks = [
    '//api/items',
    '/login/../api/items?area=layer7',
    '/login/%2e%2e/api/items?area=layer7',
    '/LOGIN',
    '/_next/../api/items',
    '/_next/image?url=%2Flbadmin%2Foverview.png&w=640&q=75',
    '/_next/data/x/index.json',
    '/api/items/',
  ]
  const answered = statuses(
    client(),
    tricks.map((path) => `${base}${path}`),
  )
  expect([...answered].filter(([, status]) => status < 300)).toEqual([])
})

test('no server action does anything without a session, through the open login page neither', async () => {
  const { url } = world()
  expect(actionIds().length).toBeGreaterThanOrEqual(6)
  for (const id of actionIds())
    for (const path of ['/login', '']) {
      const reply = request(client(), `${url}${path}`, [
        ...['-X', 'POST', '-H', `Next-Action: ${id}`, '-H', `Origin: ${new URL(url).origin}`],
        ...['-H', 'Content-Type: text/plain;charset=UTF-8', '--data', '[{"area":"layer7"}]'],
      ])
      expect(reply.body).not.toContain('"ok":true')
      expect(reply.headers).not.toMatch(/set-cookie: __host-fulcrum-session=[^;]/)
    }
})

test('an action replayed from a foreign origin is refused, with a forged X-Forwarded-Host too', async () => {
  const page = await world().loggedIn()
  const cookies = await page.context().cookies()
  const replay = (origin: string, ...more: string[]): number => {
    const headers = [
      `Next-Action: ${actionIds()[0]}`,
      `Origin: ${origin}`,
      'Content-Type: text/plain;charset=UTF-8',
    ]
    const cookie = `Cookie: ${cookies.map((c) => `${c.name}=${c.value}`).join('; ')}`
    const options = [...headers, cookie, ...more].flatMap((header) => ['-H', header])
    return request(client(), world().url, ['-X', 'POST', '--data', '[]', ...options]).status
  }
  expect(replay('https://evil.example')).toBe(403)
  expect(replay('https://evil.example', 'X-Forwarded-Host: evil.example')).toBe(403)
  expect(replay(new URL(world().url).origin), 'from its own page it passes').toBeLessThan(400)
  await page.context().close()
})

test('every answer carries a strict policy; scripts run only by nonce', () => {
  const reply = request(client(), `${world().url}/login`)
  const policy = /content-security-policy: (.*)/.exec(reply.headers)?.[1] ?? ''
  expect(policy).toContain("script-src 'nonce-")
  expect(policy).not.toContain('unsafe-')
  expect(reply.headers).toContain('x-content-type-options: nosniff')
  const other = request(client(), `${world().url}/login`)
  expect(/nonce-[^']+/.exec(other.headers)?.[0]).not.toBe(/nonce-[^']+/.exec(policy)?.[0])
})

test('logout ends the session at once: its cookie opens nothing any more', async () => {
  const page = await world().loggedIn()
  const cookies = await page.context().cookies()
  const header = ['-H', `Cookie: ${cookies.map((c) => `${c.name}=${c.value}`).join('; ')}`]
  expect(request(client(), `${world().url}/api/items?area=layer7`, header).status).toBe(200)
  await page.getByRole('button', { name: 'Signed in as loadbalancer' }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await expect(page).toHaveURL(/\/login/)
  expect(request(client(), `${world().url}/api/items?area=layer7`, header).status).toBe(401)
  const handlers = guardedHandlers('GET').map(({ path }) => world().url + path)
  expect([...new Set(statuses(client(), handlers, 'GET', header).values())]).toEqual([401])
  for (const id of actionIds())
    expect(
      request(client(), world().url, ['-X', 'POST', '--data', '[]', '-H', `Next-Action: ${id}`, ...header])
        .status,
    ).toBe(401)
  await page.context().close()
})

test('LG-09: Maintenance > Passwords changes one’s own password and ends all other sessions at once', async () => {
  const [page, other] = [await world().loggedIn(), await world().loggedIn()]
  await menu(page, 'Maintenance', 'Passwords')
  await fill(page, 'Current Password', PASSWORD)
  await fill(page, 'New Password', 'loadbalancer')
  await fill(page, 'New Password again', 'loadbalancer')
  await page.getByRole('button', { name: 'Update' }).click()
  await expect(page.getByText('Not changed')).toBeVisible()
  await fill(page, 'Current Password', PASSWORD)
  await fill(page, 'New Password', NEXT_PASSWORD)
  await fill(page, 'New Password again', NEXT_PASSWORD)
  await page.getByRole('button', { name: 'Update' }).click()
  // Its open page notices by itself: the stream ends within five seconds.
  await expect(other).toHaveURL(/\/login/, { timeout: 10_000 })
  await menu(page, 'System Overview')
  await expect(overview(page)).toBeVisible()
  const fresh = await world().freshPage()
  await fresh.goto(`${world().url}/login`)
  await fresh.getByLabel('Username').fill('loadbalancer')
  await fresh.getByLabel('Password').fill(PASSWORD)
  await fresh.getByRole('button', { name: 'Log in' }).click()
  await expect(fresh.getByRole('main').getByRole('alert')).toBeVisible()
  await login(fresh, `${world().url}/`, NEXT_PASSWORD)
  for (const opened of [page, other, fresh]) await opened.context().close()
})
