// S-02: the PaperCut guide, section 11, followed word for word with SNAT; then the kernel is asked, not the page.
import { expect, type Page, test } from '@playwright/test'
import { fetchAll, fetchUdp } from '../lab/client.ts'
import { RealServer } from '../lab/real-server.ts'
import { applied, toNewServer, toServices } from '../support/layer4.ts'
import { field, fill, fillAndUpdate, menu, rowOf, update } from '../support/pages.ts'
import { vmWorldOf } from '../support/vm-world.ts'

const VIP = '172.24.11.38'
const CLIENT = '172.24.11.10'
const APPLIANCE = '172.24.11.5'
const APPLICATION = [9191, 9192, 9193]
const MOBILITY = [53, 9163, 9164]
const REQUEST =
  '/api/health/application-server/status?disk-threshold-mb=1&Authorization=JjtxY8ztIIZhAOKtGHs2swxw7Q3eyVXH'
const GREEN_WITHIN = 40_000
const world = vmWorldOf({
  client: [`${CLIENT}/24`],
  appliance: [`${APPLIANCE}/24`],
  app1: ['172.24.11.36/24'],
  app2: ['172.24.11.37/24'],
  ps1: ['172.24.11.39/24'],
  ps2: ['172.24.11.40/24'],
})

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  const { lab } = world()
  for (const machine of ['app1', 'app2'])
    new RealServer(lab, machine, { tcp: APPLICATION }, { [REQUEST]: '{"status":"OK"}' }).on()
  for (const machine of ['ps1', 'ps2'])
    new RealServer(lab, machine, { tcp: [445, ...MOBILITY], udp: MOBILITY }).on()
  page = await world().loggedIn()
})

const table = (): string => world().appliance.machine.must(['ipvsadm', '-Ln'])
const get = (...ports: number[]): string[] =>
  fetchAll(
    world().lab,
    CLIENT,
    ports.map((port) => `http://${VIP}:${port}/`),
  )

async function addService(label: string, ports: string): Promise<void> {
  await toServices(page)
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).first().click()
  await fillAndUpdate(page, { Label: label, 'IP Address': VIP, Ports: ports, 'Forwarding Method': 'SNAT' })
  await expect(rowOf(page, label)).toBeVisible()
  await rowOf(page, label).getByRole('link', { name: 'Modify' }).click()
  await page.getByLabel('Persistence Enable').uncheck()
}

async function addServers(service: string, servers: Record<string, string>): Promise<void> {
  for (const [label, address] of Object.entries(servers)) {
    await toNewServer(page, service)
    await expect(await field(page, 'Real Server Port')).toHaveValue('')
    await fillAndUpdate(page, { Label: label, 'Real Server IP Address': address })
    await expect(rowOf(page, label)).toBeVisible()
  }
}

test('S-02.1 S-02.2 S-02.3 HC-01 HC-05: Papercut_WUI, checked by its request on its first port', async () => {
  await addService('Papercut_WUI', APPLICATION.join(','))
  await fill(page, 'Check Type', 'Negotiate')
  await expect(await field(page, 'Check Port')).toHaveValue('')
  await fill(page, 'Request to send', REQUEST)
  await update(page)
  await expect(rowOf(page, 'Papercut_WUI')).toBeVisible()
  await addServers('Papercut_WUI', { App_Svr1: '172.24.11.36', App_Svr2: '172.24.11.37' })
})

test('S-02.4 S-02.5 S-02.6: Print_Provider', async () => {
  await addService('Print_Provider', '445')
  await update(page)
  await expect(rowOf(page, 'Print_Provider')).toBeVisible()
  await addServers('Print_Provider', { PS1: '172.24.11.39', PS2: '172.24.11.40' })
  await applied(page)
})

test('S-02.7 V4-12 V4-13 V4-14: MobilityPrint is a copy of it, changed with one Update', async () => {
  await toServices(page)
  await rowOf(page, 'Print_Provider').getByRole('link', { name: 'Modify' }).click()
  await page.getByRole('button', { name: 'Duplicate Service' }).click()
  await expect(page.getByRole('main')).toContainText(
    'Label Print_Provider already exists. A temporary label of Print_Provider-1 has been assigned.',
  )
  await fill(page, 'Label', 'MobilityPrint')
  await fill(page, 'Ports', MOBILITY.join(','))
  await page.getByLabel('Virtual Service Protocol').selectOption({ label: 'TCP/UDP' })
  await fill(page, 'Check Port', '9163')
  await update(page)
  await expect(rowOf(page, 'MobilityPrint')).toContainText('TCP/UDP')
  await applied(page)
})

test('S-02.8 SO-07: all servers are Up, and the kernel masquerades to them without persistence', async () => {
  await menu(page, 'System Overview')
  for (const label of ['Papercut_WUI', 'Print_Provider', 'MobilityPrint'])
    await expect(rowOf(page, label)).toContainText('Up', { timeout: GREEN_WITHIN })
  for (const label of ['App_Svr1', 'App_Svr2'])
    await expect(rowOf(page, label)).toContainText('Up', { timeout: GREEN_WITHIN })
  expect(table()).toMatch(
    new RegExp(`TCP +${VIP}:445 wlc\\n( +-> 172\\.24\\.11\\.(39|40):445 +Masq .*\\n){2}`),
  )
  expect(table().match(/^FWM +\d+ wlc$/gm)).toHaveLength(2)
})

test('S-02.8 V4-07 V4-15 V4-17 PS-04 R4-07: one client is spread, each port lands on its own, and servers see the appliance', () => {
  const tcp = get(...APPLICATION, ...APPLICATION, 445, 445, ...MOBILITY, ...MOBILITY)
  const nodes = (all: readonly string[]) => [...new Set(all.map((answer) => answer.split(' ')[0]))].sort()
  expect(nodes(tcp.slice(0, 6))).toEqual(['app1', 'app2'])
  expect(nodes(tcp.slice(6))).toEqual(['ps1', 'ps2'])
  expect(tcp.map((answer) => answer.split(' ').slice(1).join(' '))).toEqual(
    [...APPLICATION, ...APPLICATION, 445, 445, ...MOBILITY, ...MOBILITY].map((p) => `${APPLIANCE} ${p}`),
  )
  const udp = fetchUdp(world().lab, CLIENT, VIP, [...MOBILITY, ...MOBILITY])
  expect(nodes(udp)).toEqual(['ps1', 'ps2'])
  expect(udp.map((answer) => answer.split(' ').slice(1).join(' ')).sort()).toEqual(
    [...MOBILITY, ...MOBILITY].map((p) => `${APPLIANCE} ${p}`).sort(),
  )
})
