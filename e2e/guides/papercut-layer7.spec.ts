// S-03: the PaperCut guide, section 12, followed word for word; then the machine is asked, not the page.
import { expect, type Page, test } from '@playwright/test'
import { fetchFrom, Web } from '../lab/web.ts'
import { addServer, addService, box, commit, modifyService, toServices } from '../support/layer7.ts'
import { field, fill, menu, rowOf, update } from '../support/pages.ts'
import { worldOf } from '../support/world.ts'

const VIP = '172.24.11.38'
const STATUS =
  '/api/health/application-server/status?disk-threshold-mb=1&Authorization=JjtxY8ztIIZhAOKtGHs2swxw7Q3eyVXH'
const CHECK_TIME = 11_000
const world = worldOf({
  client: ['192.168.85.10/24', '172.24.11.10/24'],
  appliance: ['192.168.85.100/24', '172.24.11.100/24'],
  app1: ['172.24.11.36/24'],
  app2: ['172.24.11.37/24'],
  ps1: ['172.24.11.39/24'],
  ps2: ['172.24.11.40/24'],
})

test.describe.configure({ mode: 'serial' })

let page: Page
let app1: Web

test.beforeAll(async () => {
  const { lab } = world()
  app1 = new Web(lab, 'app1', [9191, 9192, 9193])
  app1.on()
  for (const machine of ['ps1', 'ps2']) new Web(lab, machine, [445, 53, 9163, 9164]).on()
  page = await world().loggedIn()
})

const modify = async (label: string) => {
  await toServices(page)
  await rowOf(page, label).getByRole('link', { name: 'Modify' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 7 - Modify Virtual Service')
}

test('S-03.1 S-03.2 S-03.3: the application service, its negotiating check without a Check Port, its servers', async () => {
  await addService(page, {
    Label: 'Papercut_WUI',
    'IP Address': VIP,
    Ports: '9191,9192,9193',
    'Layer 7 Protocol': 'TCP Mode',
  })
  await modifyService(page, 'Papercut_WUI', {
    'Persistence Mode': 'None',
    'Health Checks': 'Negotiate HTTP (GET)',
    'Request to send': STATUS,
  })
  await addServer(page, 'Papercut_WUI', { Label: 'App_Svr1', 'Real Server IP Address': '172.24.11.36' })
  await addServer(page, 'Papercut_WUI', { Label: 'App_Svr2', 'Real Server IP Address': '172.24.11.37' })
})

test('S-03.4 S-03.5 S-03.6: the print providers', async () => {
  await addService(page, {
    Label: 'Print_Provider',
    'IP Address': VIP,
    Ports: '445',
    'Layer 7 Protocol': 'TCP Mode',
  })
  await modifyService(page, 'Print_Provider', { 'Persistence Mode': 'None' })
  await addServer(page, 'Print_Provider', { Label: 'PS1', 'Real Server IP Address': '172.24.11.39' })
  await addServer(page, 'Print_Provider', { Label: 'PS2', 'Real Server IP Address': '172.24.11.40' })
})

test('S-03.7 V7-12 V7-13 X-21: Duplicate Service; the copy blocks nothing before its first Update', async () => {
  await modify('Print_Provider')
  await page.getByRole('button', { name: 'Duplicate Service' }).click()
  await expect(await field(page, 'Label')).toHaveValue('Print_Provider-1')
  await expect(page.locator('.msg.warn')).toHaveText(
    'WARNING: Label Print_Provider already exists. A temporary label of Print_Provider-1 has been assigned.',
  )
  await expect(page.getByRole('main')).not.toContainText('already answers on')
  await expect(box(page)).not.toContainText('Print_Provider-1')
  await menu(page, 'Cluster Configuration', 'Layer 7 – Real Servers')
  const copied = page.getByRole('region', { name: 'Print_Provider-1' })
  for (const [label, address] of [
    ['PS1', '172.24.11.39'],
    ['PS2', '172.24.11.40'],
  ] as const)
    await expect(copied.getByRole('row').filter({ hasText: label })).toContainText(address)
  await toServices(page)
  await expect(rowOf(page, 'Print_Provider-1')).toContainText('Not running')
  await modify('Print_Provider-1')
  for (const [label, value] of Object.entries({
    'Balance Mode': 'Weighted Least Connections',
    'Persistence Mode': 'None',
    'Health Checks': 'Connect to port',
  }))
    await expect((await field(page, label)).locator('option:checked')).toHaveText(value)
  await fill(page, 'Label', 'MobilityPrint')
  await fill(page, 'Ports', '53,9163,9164')
  await fill(page, 'Layer 7 Protocol', 'TCP Mode')
  const more = page.getByRole('group', { name: 'Health Checks' }).getByRole('button', { name: /^Advanced/ })
  if ((await more.getAttribute('aria-expanded')) === 'false') await more.click()
  await fill(page, 'Check Port', '9163')
  await update(page)
  await expect(rowOf(page, 'MobilityPrint')).toBeVisible()
})

test('S-03.8 S-03.9 V7-14: nothing is served before Reload HAProxy, every port of all three after it', async () => {
  const { lab, appliance } = world()
  expect(fetchFrom(lab, `http://${VIP}:445/`)).toBe('')
  await commit(page)
  for (const [port, machines] of [
    ...[9191, 9192, 9193].map((p) => [p, /^app1 on /] as const),
    ...[445, 53, 9163, 9164].map((p) => [p, /^ps[12] on /] as const),
  ])
    await expect
      .poll(() => fetchFrom(lab, `http://${VIP}:${port}/`), { timeout: CHECK_TIME })
      .toMatch(new RegExp(`${machines.source}${port}$`))
  await expect
    .poll(async () => (await appliance.servers())['Papercut_WUI/App_Svr2'], { timeout: CHECK_TIME })
    .toMatch(/^DOWN/)
  expect(app1.asked()).toContain(STATUS)
  await menu(page, 'System Overview')
  for (const label of ['Papercut_WUI', 'Print_Provider', 'MobilityPrint'])
    await expect(rowOf(page, label)).toContainText(/Layer 7.*Proxy/)
  const spread = Array.from({ length: 8 }, () => fetchFrom(lab, `http://${VIP}:445/`))
  expect(new Set(spread)).toEqual(new Set(['ps1 on 445', 'ps2 on 445']))
})
