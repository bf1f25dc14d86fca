// The API and the command `fulcrum` on a running appliance: a client made from its own document, curl, and what HAProxy says then.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type { ApiItem, ApiJob, ApiStatus, ProblemDetails } from '../lib/protocol/v1-shapes.ts'
import { type Client, clientOf, type OpenApi, type Send } from '../lib/server/testing/openapi-client.ts'
import { Web } from './lab/web.ts'
import { request } from './support/http.ts'
import { menu } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
  rs2: ['192.168.85.201/24'],
})
test.describe.configure({ mode: 'serial' })

const API = '/lbadmin/api/v1'
const VIP = '192.168.85.150'
let page: Page
const tokens: Record<string, string> = {}
const client = () => world().lab.at('client')
const origin = () => new URL(world().url).origin

/** curl at the client, as a fetch. */
const curl =
  (token?: string): Send =>
  async (path, init) => {
    const headers = [...new Headers(init.headers).entries()].map(([name, value]) => `${name}: ${value}`)
    const all = [
      ...headers,
      ...(token ? [`Authorization: Bearer ${token}`] : []),
      'Content-Type: application/json',
    ]
    const body = init.body ? ['--data', String(init.body)] : []
    const reply = request(client(), origin() + path, [
      '-X',
      init.method ?? 'GET',
      ...all.flatMap((h) => ['-H', h]),
      ...body,
    ])
    const given = new Headers(
      reply.headers
        .split(/\r?\n/)
        .slice(1)
        .flatMap((l) => {
          const [, name, value] = /^([^:]+): ?(.*)$/.exec(l) ?? []
          return name ? [[name, value ?? ''] as [string, string]] : []
        }),
    )
    return new Response(reply.status === 204 ? null : reply.body, { status: reply.status, headers: given })
  }

const api = async (group: string): Promise<Client> => {
  const document = (await (await curl(tokens[group])(`${API}/openapi.json`, {})).json()) as OpenApi
  return clientOf(document, curl(tokens[group]))
}

const fingerprint = (): string => {
  const certificate = join(world().appliance.state, 'agent/secrets/console-certificate')
  const said = world().appliance.machine.must([
    'openssl',
    'x509',
    '-in',
    certificate,
    '-noout',
    '-fingerprint',
    '-sha256',
  ])
  return said.trim().split('=')[1] ?? ''
}

/** The installed command at the client, which knows the appliance by its certificate alone. */
function fulcrum(words: readonly string[], env: Record<string, string> = {}) {
  const command = join(world().appliance.state, 'runner/fulcrum')
  const all = {
    FULCRUM_URL: origin(),
    FULCRUM_TOKEN: tokens.config ?? '',
    FULCRUM_FINGERPRINT: fingerprint(),
    ...env,
  }
  const set = Object.entries(all).map(([name, value]) => `${name}=${value}`)
  return client().exec(['env', ...set, process.execPath, command, ...words], 60_000)
}

async function makeToken(name: string, group: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Group', { exact: true }).selectOption(group)
  await page.getByRole('button', { name: 'Make a token' }).click()
  await expect(page.getByRole('table', { name: 'API tokens' })).toContainText(name)
  tokens[group] = (await page.locator('.token-shown').textContent()) ?? ''
  await page.getByRole('button', { name: 'Close' }).click()
  await expect(page.locator('.token-shown')).toBeHidden()
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  for (const name of ['rs1', 'rs2']) new Web(world().lab, name, [80]).on()
  page = await world().loggedIn()
})

/** The last 43 characters: one of them may be the `_` that also parts the token. */
const secretIn = (token: string): string => token.slice(-43)

test('a token is made on its page, shown once, and opens what its group may', async () => {
  await menu(page, 'Local Configuration', 'API Tokens')
  await page.getByRole('button', { name: 'Make a token' }).click()
  await expect(page.getByRole('main')).toContainText(
    'Use up to 40 letters, digits, dots, dashes and underscores.',
  )
  for (const group of ['config', 'maintenance', 'report']) await makeToken(`for-${group}`, group)
  await page.reload()
  await expect(page.getByRole('table', { name: 'API tokens' })).toContainText('for-report')
  expect(await page.content()).not.toContain(secretIn(tokens.config ?? ''))
  expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([])
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1366, 390]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({
        path: test.info().outputPath(`tokens-${colorScheme}-${width}.png`),
        fullPage: true,
      })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  await page.emulateMedia({ colorScheme: null })
  await page.setViewportSize({ width: 1366, height: 900 })
  const asked = async (token?: string) => (await curl(token)(`${API}/status`, {})).status
  expect([await asked(tokens.report), await asked(), await asked('fulcrum_x')]).toEqual([200, 401, 401])
  const cookies = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ')
  expect(request(client(), `${origin()}${API}/status`, ['-H', `Cookie: ${cookies}`]).status).toBe(401)
})

test('a client made from the document adds a service, commits it, and HAProxy has it', async () => {
  const call = await api('config')
  const values = { label: 'Web', address: VIP, ports: '80' }
  const service = await call<ApiItem>('layer7.virtual-service.create', {}, { values })
  for (const [label, address] of [
    ['web1', '192.168.85.200'],
    ['web2', '192.168.85.201'],
  ])
    await call('layer7.real-server.create', {}, { parent: service.data.id, values: { label, address } })
  const committed = await call<{ job: ApiJob }>('commit', {}, {})
  expect(committed.data.job.outcome).toMatch(/^applied generation/)
  expect(Object.keys(await world().appliance.servers()).sort()).toEqual(['Web/web1', 'Web/web2'])
  const changed = await call<ApiItem>(
    'layer7.virtual-service.change',
    { id: service.data.id, 'If-Match': service.etag ?? '' },
    { values: { ports: '81' } },
  )
  expect(changed.data.rev).toBe(2)
  const stale = await call<ProblemDetails>(
    'layer7.virtual-service.change',
    { id: service.data.id, 'If-Match': '"1"' },
    { values: { ports: '82' } },
  )
  expect([stale.status, stale.data.code]).toEqual([412, 'CHANGED'])
  const back = await call<ApiItem>(
    'layer7.virtual-service.change',
    { id: service.data.id, 'If-Match': '"2"' },
    { values: { ports: '80' } },
  )
  expect(back.status).toBe(200)
  const report = await api('report')
  expect((await report<ProblemDetails>('commit', {}, {})).data.code).toBe('NOT_ALLOWED')
  await expect
    .poll(async () => (await report<ApiStatus>('status')).data.rows.map((r) => r.state).join(), {
      timeout: 15_000,
    })
    .toBe('up,up,up')
})

test('fulcrum: status, drain --wait, online, by address, and its exit codes', async () => {
  const status = fulcrum(['status'])
  expect(status.stdout).toMatch(/^SERVICE +STATE +WHERE/)
  expect(status.stdout).toMatch(/\n {2}web1 +up +192\.168\.85\.200/)
  expect(status.code).toBe(0)
  const drained = fulcrum(['drain', 'Web/web1', '--wait'])
  expect(drained).toMatchObject({ code: 0, stdout: 'Web/web1 is drained and has no connection.\n' })
  expect((await world().appliance.servers())['Web/web1']).toMatch(/^DRAIN/)
  expect(
    fulcrum(['online', '--address', '192.168.85.200'], { FULCRUM_TOKEN: tokens.maintenance ?? '' }).code,
  ).toBe(0)
  expect((await world().appliance.servers())['Web/web1']).toMatch(/^UP/)
  const halted = fulcrum(['halt', 'Web/web2', '--json'])
  expect(JSON.parse(halted.stdout).servers[0].state).toBe('halted')
  expect((await world().appliance.servers())['Web/web2']).toMatch(/^MAINT/)
  fulcrum(['online', 'Web/web2'])
  const refused = fulcrum(['drain', 'Web/web1'], { FULCRUM_TOKEN: tokens.report ?? '' })
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('may not do this')])
  expect(fulcrum(['drain', 'Web/web9'])).toMatchObject({ code: 1, stderr: 'There is no server Web/web9.\n' })
  expect(fulcrum(['drain']).code).toBe(2)
  expect(fulcrum(['status'], { FULCRUM_URL: 'https://192.168.85.100:9999' }).code).toBe(3)
  const other = fulcrum(['status'], { FULCRUM_FINGERPRINT: 'ab'.repeat(32) })
  expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('its certificate is another one')])
  expect(fulcrum(['status'], { FULCRUM_FINGERPRINT: '' })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('Set FULCRUM_CA or FULCRUM_FINGERPRINT'),
  })
  const certificate = join(world().appliance.state, 'agent/secrets/console-certificate')
  expect(fulcrum(['status'], { FULCRUM_FINGERPRINT: '', FULCRUM_CA: certificate }).code).toBe(0)
})

test('fulcrum: the token may stand in a file, but in none that others can read', () => {
  const path = join(world().lab.folder, 'settings')
  writeFileSync(path, `FULCRUM_TOKEN=${tokens.report}\n`, { mode: 0o644 })
  const open = fulcrum(['status'], { FULCRUM_CONFIG: path, FULCRUM_TOKEN: '' })
  expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('chmod 600')])
  chmodSync(path, 0o600)
  expect(fulcrum(['status'], { FULCRUM_CONFIG: path, FULCRUM_TOKEN: '' }).code).toBe(0)
})

test('fulcrum apply: first a plan that changes nothing, then HAProxy runs it', async () => {
  const call = await api('config')
  const exported = (
    await call<{ documents: { area: string; items: { label: string; data: object }[] }[] }>('exportAll')
  ).data
  const server = exported.documents.find((d) => d.area === 'layer7')?.items.find((i) => i.label === 'web2')
  if (server) server.data = { ...server.data, weight: 7 }
  const path = join(world().lab.folder, 'configuration.json')
  writeFileSync(path, JSON.stringify(exported))
  const plan = fulcrum(['apply', path, '--plan'])
  expect(plan.stdout).toContain('modified: Real Server web2 (Weight)')
  expect(plan.stdout).toMatch(/\n\+.*web2.*weight 7/)
  const weight = async () => /web2,.*?\bUP\b,(\d+)/.exec(await world().appliance.haproxy('@1 show stat'))?.[1]
  expect(await weight()).not.toBe('7')
  expect(fulcrum(['apply', path])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/applied generation \d+/),
  })
  await expect.poll(weight, { timeout: 15_000 }).toBe('7')
  expect(fulcrum(['apply', path]).stdout).toBe('Nothing would change.\n')
  writeFileSync(path, '{"product":"Other"}')
  expect(fulcrum(['apply', path]).code).toBe(1)
})

test('metrics: with a token, and from a network that the page allows', async () => {
  world()
    .lab.at('client')
    .must(['curl', '-s', '--max-time', '4', `http://${VIP}/`])
  const scrape = (...options: string[]) => request(client(), `${world().url}/metrics`, options)
  expect(scrape().status).toBe(401)
  const bearer = ['-H', `Authorization: Bearer ${tokens.report}`]
  await expect
    .poll(() => scrape(...bearer).body)
    .toMatch(/fulcrum_service_sessions_total\{layer="layer7",service="Web"\} [1-9]/)
  const { body } = scrape(...bearer)
  expect(body).toContain('fulcrum_agent_up 1\n')
  expect(body).toContain('fulcrum_server_state{layer="layer7",service="Web",server="web1",state="up"} 1\n')
  expect(body).toMatch(
    /fulcrum_server_sent_bytes_total\{layer="layer7",service="Web",server="web[12]"\} [1-9]/,
  )
  await page.getByRole('textbox', { name: 'Allowed networks' }).fill('192.168.85.0/33')
  await page.getByRole('button', { name: 'Update' }).click()
  await expect(page.getByRole('main')).toContainText('Each has to be a network or an address')
  await page.getByRole('textbox', { name: 'Allowed networks' }).fill('192.168.85.0/28')
  await page.getByRole('button', { name: 'Update' }).click()
  await expect.poll(() => scrape().status).toBe(200)
})

test('what scripts did stands in the audit trail under their names; a revoked token opens nothing', async () => {
  await page.getByRole('button', { name: 'Revoke for-config' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke for-config' }).click()
  await expect(page.getByRole('table', { name: 'API tokens' })).toContainText('Revoked by loadbalancer')
  expect(fulcrum(['status'])).toMatchObject({ code: 1, stderr: 'This token was revoked.\n' })
  await menu(page, 'Logs', 'Audit')
  const rows = page.getByRole('table', { name: 'Audit trail' }).locator('tr.vip')
  await expect(rows.filter({ hasText: /token for-config.*Drain\s*web1\s*done/ })).toHaveCount(1)
  await expect(rows.filter({ hasText: 'token for-report' }).filter({ hasText: 'Refused' })).not.toHaveCount(0)
  const secrets = Object.values(tokens).map(secretIn)
  const trail =
    readFileSync(join(world().appliance.state, 'console/console.log'), 'utf8') + (await page.content())
  for (const secret of secrets) expect(trail).not.toContain(secret)
})
