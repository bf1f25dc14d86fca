// S-05: the Dispatcher Phoenix guide, section 11, followed word for word; then the machine is asked, not the page.
import { expect, type Page, test } from '@playwright/test'
import { fetchFrom, Web } from '../lab/web.ts'
import { field, fillAndUpdate, menu, rowOf } from '../support/pages.ts'
import { worldOf } from '../support/world.ts'

const VIP = '192.168.81.10'
const PORTS = [25, 53, 80, 443, 465, 587]
const world = worldOf({
  client: [
    '192.168.85.10/24',
    '192.168.81.20/24',
    '192.168.81.21/24',
    '192.168.81.22/24',
    '192.168.81.23/24',
  ],
  appliance: ['192.168.85.100/24', '192.168.81.5/24'],
  rs1: ['192.168.81.184/24'],
  rs2: ['192.168.81.185/24'],
})

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  for (const machine of ['rs1', 'rs2']) new Web(world().lab, machine, [...PORTS, 445, 515, 50808, 50809]).on()
  page = await world().loggedIn()
})

async function addService(label: string, ports: string): Promise<void> {
  await menu(page, 'Cluster Configuration', 'Layer 7 – Virtual Services')
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).click()
  await fillAndUpdate(page, {
    Label: label,
    'IP Address': VIP,
    Ports: ports,
    'Layer 7 Protocol': 'TCP Mode',
  })
  await expect(rowOf(page, label)).toBeVisible()
}

async function addServers(service: string, labels: readonly string[]): Promise<void> {
  for (const [i, label] of labels.entries()) {
    await menu(page, 'Cluster Configuration', 'Layer 7 – Real Servers')
    await page
      .getByRole('region', { name: service })
      .getByRole('link', { name: 'Add a new Real Server' })
      .click()
    await expect(await field(page, 'Re-Encrypt to Backend')).not.toBeChecked()
    await expect(await field(page, 'Weight')).toHaveValue('100')
    await expect(await field(page, 'Real Server Port')).toHaveValue('')
    await fillAndUpdate(page, { Label: label, 'Real Server IP Address': `192.168.81.18${4 + i}` })
    await expect(rowOf(page, label)).toBeVisible()
  }
}

test('S-05.2 S-05.3 V7-01 V7-03: PrintServers with PS1 and PS2', async () => {
  await addService('PrintServers', '445')
  await addServers('PrintServers', ['PS1', 'PS2'])
})

test('S-05.4 S-05.5 HC-06 V7-11: Dispatcher on six ports, then its Check Port', async () => {
  await addService('Dispatcher', PORTS.join(','))
  await rowOf(page, 'Dispatcher').getByRole('link', { name: 'Modify' }).click()
  await fillAndUpdate(page, { 'Check Port': '445' })
  await expect(rowOf(page, 'Dispatcher')).toBeVisible()
})

test('S-05.6: Phoenix1 and Phoenix2', () => addServers('Dispatcher', ['Phoenix1', 'Phoenix2']))

test('S-05.7 CM-02 X-25: one Reload HAProxy, and both services stand on one address', async () => {
  const { appliance } = world()
  await page
    .getByRole('region', { name: 'Commit changes' })
    .getByRole('button', { name: 'Reload HAProxy' })
    .click()
  await expect(page.getByText('Commit changes', { exact: true })).toBeHidden({ timeout: 15_000 })
  expect(appliance.machine.addresses()).toContain(`${VIP}/32`)
  const listeners = appliance.machine.listeners()
  for (const port of [...PORTS, 445]) expect(listeners).toContain(`${VIP}:${port}`)
  await expect
    .poll(() => appliance.servers(), { timeout: 11_000 })
    .toEqual({
      'PrintServers/PS1': 'UP',
      'PrintServers/PS2': 'UP',
      'Dispatcher/Phoenix1': 'UP',
      'Dispatcher/Phoenix2': 'UP',
    })
})

/** What one client gets on one port: curl from that address. */
const getFrom = (client: string, port: number): string =>
  world()
    .lab.at('client')
    .exec(['curl', '-s', '--max-time', '3', '--interface', client, `http://${VIP}:${port}/`]).stdout

test('S-05.8 PS-08 V7-02 V7-14: each port lands on the same port, and one client stays on one server without a persistence step', () => {
  const clients = [20, 21, 22, 23].map((n) => `192.168.81.${n}`)
  const nodes = clients.map((client) => {
    const answers = [...PORTS, ...PORTS].map((port) => getFrom(client, port))
    const node = answers[0]?.slice(0, 3)
    expect(answers).toEqual([...PORTS, ...PORTS].map((port) => `${node} on ${port}`))
    return node
  })
  expect(new Set(nodes).size, 'clients are spread').toBe(2)
  expect(getFrom(clients[0] ?? '', 445)).toMatch(/^rs[12] on 445$/)
})

test('S-05.8 PB-09 PB-10: LPR 515 and BEST 50808, 50809 are added to the running service', async () => {
  const { lab } = world()
  await menu(page, 'Cluster Configuration', 'Layer 7 – Virtual Services')
  await rowOf(page, 'Dispatcher').getByRole('link', { name: 'Modify' }).click()
  await fillAndUpdate(page, { Ports: `${PORTS.join(',')},515,50808,50809` })
  await page
    .getByRole('region', { name: 'Commit changes' })
    .getByRole('button', { name: 'Reload HAProxy' })
    .click()
  await expect(page.getByText('Commit changes', { exact: true })).toBeHidden({ timeout: 15_000 })
  const answers = [25, 515, 50808, 50809].map((port) => fetchFrom(lab, `http://${VIP}:${port}/`))
  const node = answers[0]?.slice(0, 3)
  expect(answers).toEqual([25, 515, 50808, 50809].map((port) => `${node} on ${port}`))
})
