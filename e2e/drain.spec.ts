// Drain, Halt and Online on the overview: a click or a key, then HAProxy's own answer; nothing reloads, and what waits goes on waiting.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type { Daemon } from './lab/namespace.ts'
import { fetchFrom, Web } from './lab/web.ts'
import { addServer, addService, box, commit } from './support/layer7.ts'
import { fillAndUpdate, menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
  rs2: ['192.168.85.201/24'],
})
const VIP = '192.168.85.150'

test.describe.configure({ mode: 'serial' })

let page: Page

/** What HAProxy itself says of a server. */
const engine = async (server: string): Promise<string> => (await world().appliance.servers())[server] ?? ''
const row = (label: string) => rowOf(page, label)
const menuButton = () => row('web1').getByRole('button', { name: 'Everywhere: web1 of Web' })
/** Who answers new clients. */
const answers = (port = 80): string[] => [
  ...new Set([1, 2, 3, 4].map(() => fetchFrom(world().lab, `http://${VIP}:${port}/`))),
]
const config = (): string =>
  world().appliance.machine.must(['cat', `${world().appliance.state}/agent/current/haproxy/haproxy.cfg`])
const reloads = async (): Promise<string> =>
  /^\d+\s+master\s+(\d+)/m.exec(await world().appliance.haproxy('show proc'))?.[1] ?? ''

/** A connection of the client to the TCP service, held open. */
const hold = (): Daemon =>
  world()
    .lab.at('client')
    .start(['socat', 'PIPE', `TCP:${VIP}:81`])

test.beforeAll(async () => {
  const { lab } = world()
  for (const machine of ['rs1', 'rs2']) new Web(lab, machine, [80, 81]).on()
  page = await world().loggedIn()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' }, { 'Persistence Mode': 'None' })
  await addService(
    page,
    { Label: 'Gate', 'IP Address': VIP, Ports: '81', 'Layer 7 Protocol': 'TCP Mode' },
    { 'Persistence Mode': 'None' },
  )
  for (const [service, label, address] of [
    ['Web', 'web1', '200'],
    ['Web', 'web2', '201'],
    ['Gate', 'gate1', '200'],
  ] as const)
    await addServer(page, service, { Label: label, 'Real Server IP Address': `192.168.85.${address}` })
  await commit(page)
  await menu(page, 'System Overview')
  await expect(row('web1')).toContainText('Up')
})

test('SO-12 SO-14 R4-09: Drain, and Online again; no file changes, nothing reloads, a waiting edit goes on waiting', async () => {
  await menu(page, 'Cluster Configuration', 'Layer 7 – Real Servers')
  await row('web2').getByRole('link', { name: 'Modify' }).click()
  await fillAndUpdate(page, { Weight: '50' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 7 – Real Servers')
  await expect(box(page)).toContainText('web2')
  await menu(page, 'System Overview')
  const [cfg, before] = [config(), await reloads()]
  await row('web1').getByRole('button', { name: 'Drain web1 of Web' }).click()
  await expect(row('web1')).toContainText('Drained')
  await expect(row('web1')).toContainText(/by loadbalancer since \d\d:\d\d:\d\d UTC, no connections left/)
  expect(await engine('Web/web1')).toMatch(/^DRAIN/)
  expect(await engine('Gate/gate1')).toMatch(/^UP/)
  await expect.poll(() => answers()).toEqual(['rs2 on 80'])
  await expect(row('Web')).toContainText('Some up')
  await expect(row('web1').getByRole('button', { name: /^Drain/ })).toHaveCount(0)
  expect(config()).toBe(cfg)
  expect(await reloads()).toBe(before)
  await expect(box(page)).toContainText('web2 (1 field)')
  await page.reload()
  await expect(row('web1')).toContainText('Drained')
  await commit(page)
  expect(await engine('Web/web1')).toMatch(/^DRAIN/)
  await row('web1').getByRole('button', { name: 'Online web1 of Web' }).click()
  await expect(row('web1')).toContainText('Up')
  expect(await engine('Web/web1')).toMatch(/^UP/)
})

test('SO-13: Halt says what it closes, with the gentler way beside it; then connections end and none is accepted', async () => {
  const held = hold()
  await expect(row('gate1')).toContainText('1', { timeout: 5000 })
  await expect.poll(() => row('gate1').locator('.c-conns').textContent()).toBe('1')
  await row('gate1').getByRole('button', { name: 'Halt gate1 of Gate' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Halt gate1?' })
  await expect(dialog).toContainText('1 connection closes now, and no new one is accepted.')
  await expect(dialog).toContainText(
    'Halting gate1 leaves Gate no server for new connections: its fallback would answer.',
  )
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([])
  await dialog.getByRole('button', { name: 'Drain instead' }).click()
  await expect(row('gate1')).toContainText('1 connection left')
  await row('gate1').getByRole('button', { name: 'Halt gate1 of Gate' }).click()
  await dialog.getByRole('button', { name: 'Halt gate1' }).click()
  await expect(row('gate1')).toContainText('Halted')
  expect(await engine('Gate/gate1')).toMatch(/^MAINT/)
  await held.ended
  await expect(row('Gate')).toContainText('Offline')
  await row('gate1').getByRole('button', { name: 'Online gate1 of Gate' }).click()
  await expect(row('gate1')).toContainText('Up')
})

test('a server is drained without a mouse', async () => {
  await page.goto(`${world().url}/`)
  await expect(row('web1')).toContainText('Up')
  for (
    let i = 0;
    i < 40 && !(await page.evaluate(() => document.activeElement?.matches('tr[data-row]')));
    i++
  )
    await page.keyboard.press('Tab')
  for (let i = 0; i < 8 && !(await row('web1').evaluate((tr) => tr === document.activeElement)); i++)
    await page.keyboard.press('j')
  await expect(row('web1')).toBeFocused()
  await page.keyboard.press('d')
  await expect(row('web1')).toContainText('Drained')
  await expect(page.getByRole('status').filter({ hasText: 'web1 of Web is drained.' })).toBeVisible()
  await expect(row('web1')).toBeFocused()
  expect(await engine('Web/web1')).toMatch(/^DRAIN/)
  await page.keyboard.press('h')
  await expect(row('web1')).toContainText('Halted')
  await page.keyboard.press('o')
  await expect(row('web1')).toContainText('Up')
  expect(await engine('Web/web1')).toMatch(/^UP/)
})

test('several ticked, and everywhere: what it does is said before, and it is one action', async () => {
  await row('web1').focus()
  await page.keyboard.press('x')
  const bar = page.getByRole('region', { name: 'Ticked real servers' })
  await expect(bar).toContainText('1 ticked')
  await expect(bar).toContainText('Web keeps 1 of 2 servers: web2.')
  await expect(bar).toContainText('Its address also: gate1 of Gate.')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await expect(bar).toContainText('2 ticked')
  await expect(bar).toContainText(
    'Draining both leaves Web no server for new connections: its fallback would answer.',
  )
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
  await row('web1').getByRole('checkbox', { name: 'Tick web1 of Web' }).check()
  await bar.getByRole('button', { name: 'Tick everywhere' }).click()
  await expect(bar).toContainText(
    'Draining both leaves Gate no server for new connections: its fallback would answer.',
  )
  expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([])
  await bar.getByRole('button', { name: 'Drain' }).click()
  for (const label of ['web1', 'gate1']) await expect(row(label)).toContainText('Drained')
  expect(await Promise.all(['Web/web1', 'Gate/gate1'].map(engine))).toEqual([
    expect.stringMatching(/^DRAIN/),
    expect.stringMatching(/^DRAIN/),
  ])
  await expect(row('Gate')).toContainText('Offline')
  await expect(bar).toBeHidden()
})

test('SO-12 SO-14: everywhere is one action of a row, by its menu and by a key; its rows are listed first', async () => {
  const both = () => Promise.all(['Web/web1', 'Gate/gate1'].map(engine))
  await row('web1').focus()
  await page.keyboard.press('O')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toHaveAccessibleName('Online 192.168.85.200 everywhere?')
  await dialog.getByRole('button', { name: 'Online 192.168.85.200 everywhere' }).click()
  for (const label of ['web1', 'gate1']) await expect(row(label)).toContainText('Up')
  await row('web1').focus()
  await page.keyboard.press('ArrowRight')
  for (let i = 0; i < 6 && !(await menuButton().evaluate((e) => e === document.activeElement)); i++)
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([])
  await expect(page.getByRole('menuitem', { name: 'Drain everywhere' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('list', { name: 'Rows' }).getByRole('listitem')).toHaveText([
    /^web1 of Web, port 80\s*Up$/,
    /^gate1 of Gate, port 81\s*Up$/,
  ])
  await expect(dialog).toContainText('its fallback would answer')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([])
  expect(await both()).toEqual([expect.stringMatching(/^UP/), expect.stringMatching(/^UP/)])
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  for (const label of ['web1', 'gate1']) await expect(row(label)).toContainText('Drained')
  expect(await both()).toEqual([expect.stringMatching(/^DRAIN/), expect.stringMatching(/^DRAIN/)])
  await expect(row('web1')).toBeFocused()
  await expect(row('web2').getByRole('button', { name: /^Everywhere/ })).toHaveCount(0)
})

test('drained is remembered by everything that starts again; on a phone it comes back online', async () => {
  await menu(page, 'Maintenance', 'Restart Services')
  await page.getByRole('button', { name: 'Restart HAProxy' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restart HAProxy' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'HAProxy answers' }).first()).toBeVisible({
    timeout: 15_000,
  })
  expect(await engine('Web/web1')).toMatch(/^DRAIN/)
  const phone = await world().loggedIn({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  const gate1 = rowOf(phone, 'gate1')
  await expect(gate1).toContainText('Drained')
  await gate1.getByRole('checkbox').check()
  expect((await new AxeBuilder({ page: phone }).analyze()).violations.map((v) => v.id)).toEqual([])
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await phone.getByRole('button', { name: 'Online gate1 of Gate' }).click()
  await expect(gate1).toContainText('Up')
  await rowOf(phone, 'web1').getByRole('button', { name: `Online web1 of Web` }).click()
  await expect.poll(() => engine('Web/web1')).toMatch(/^UP/)
})
