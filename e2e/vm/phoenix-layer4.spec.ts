// S-04: the Dispatcher Phoenix guide, section 10, followed word for word with Direct Routing; then the kernel is asked, not the page.
import { expect, type Page, test } from '@playwright/test'
import { fetchAll } from '../lab/client.ts'
import { RealServer, solveArp } from '../lab/real-server.ts'
import { applied, toNewServer, toServers, toServices } from '../support/layer4.ts'
import { field, fillAndUpdate, menu, rowOf } from '../support/pages.ts'
import { vmWorldOf } from '../support/vm-world.ts'

const VIP = '192.168.81.10'
const PORTS = [25, 53, 80, 443, 465, 587]
const CLIENTS = [20, 21, 22, 23].map((n) => `192.168.81.${n}`)
const SERVERS = { rs1: '192.168.81.184', rs2: '192.168.81.185' }
const GREEN_WITHIN = 30_000
const world = vmWorldOf({
  client: CLIENTS.map((address) => `${address}/24`),
  appliance: ['192.168.81.5/24'],
  rs1: [`${SERVERS.rs1}/24`],
  rs2: [`${SERVERS.rs2}/24`],
})

test.describe.configure({ mode: 'serial' })

let page: Page
let printServers: RealServer[]

test.beforeAll('S-04.1: ARP problem solved on the print servers', async () => {
  const { lab } = world()
  printServers = ['rs1', 'rs2'].map((machine) => new RealServer(lab, machine, { tcp: [...PORTS, 445] }))
  for (const server of printServers) server.on()
  for (const machine of ['rs1', 'rs2']) solveArp(lab, machine, VIP)
  page = await world().loggedIn()
})

const table = (...more: string[]): string => world().appliance.machine.must(['ipvsadm', '-Ln', ...more])
const get = (client: string, ...ports: number[]): string[] =>
  fetchAll(
    world().lab,
    client,
    ports.map((port) => `http://${VIP}:${port}/`),
  )

async function addService(label: string, ports: string): Promise<void> {
  await toServices(page)
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).first().click()
  await expect((await field(page, 'Protocol')).locator('option:checked')).toHaveText('TCP')
  await expect((await field(page, 'Forwarding Method')).locator('option:checked')).toHaveText(
    'Direct Routing',
  )
  await fillAndUpdate(page, { Label: label, 'IP Address': VIP, Ports: ports })
  await expect(rowOf(page, label)).toBeVisible()
}

async function addServers(service: string, labels: readonly string[]): Promise<void> {
  for (const [i, label] of labels.entries()) {
    await toNewServer(page, service)
    await expect(await field(page, 'Weight')).toHaveValue('100')
    await expect(page.getByText('Real Server Port', { exact: true })).toBeHidden()
    await fillAndUpdate(page, { Label: label, 'Real Server IP Address': `192.168.81.18${4 + i}` })
    await expect(rowOf(page, label)).toBeVisible()
  }
}

test('S-04.2 S-04.3 V4-16 R4-03 R4-10: PrintServers with PS1 and PS2 runs as soon as it is saved', async () => {
  await addService('PrintServers', '445')
  await addServers('PrintServers', ['PS1', 'PS2'])
  await applied(page)
  expect(world().appliance.machine.addresses()).toContain(`${VIP}/32`)
  const row = (address: string) => new RegExp(`-> ${address}:445 +Route +100 `)
  await expect.poll(() => table(), { timeout: GREEN_WITHIN }).toMatch(row(SERVERS.rs1))
  await expect.poll(() => table(), { timeout: GREEN_WITHIN }).toMatch(row(SERVERS.rs2))
  expect(table()).toContain(`TCP  ${VIP}:445 wlc persistent 300`)
})

test('S-04.4 S-04.5 S-04.6 HC-06 HC-07 X-25: Dispatcher on six ports, checked on 445', async () => {
  await addService('Dispatcher', PORTS.join(','))
  await rowOf(page, 'Dispatcher').getByRole('link', { name: 'Modify' }).click()
  await expect(page.getByLabel('Persistence Enable')).toBeChecked()
  await fillAndUpdate(page, { 'Check Port': '445' })
  await expect(rowOf(page, 'Dispatcher')).toBeVisible()
  await addServers('Dispatcher', ['Phoenix1', 'Phoenix2'])
  await applied(page)
  await toServers(page)
  await menu(page, 'System Overview')
  for (const label of ['PS1', 'PS2', 'Phoenix1', 'Phoenix2'])
    await expect(rowOf(page, label)).toContainText('Up', { timeout: GREEN_WITHIN })
  await expect
    .poll(() => table())
    .toMatch(/FWM +\d+ wlc persistent 300\n(?: +-> 192\.168\.81\.18[45]:0 +Route +100 .*\n){2}/)
})

test('SO-06 SO-16 SO-17: System Overview as the guide shows it', async () => {
  for (const text of ['Up', VIP, 'TCP', 'Layer 4', 'DR'])
    await expect(rowOf(page, 'Dispatcher')).toContainText(text)
  await expect(rowOf(page, 'Dispatcher')).toContainText('25,53,80')
})

test('S-04.7 PS-05 PS-06 V4-04 V4-15: a client keeps one server over the six ports, and the server sees the client', () => {
  const nodes = CLIENTS.map((client) => {
    const answers = get(client, ...PORTS, ...PORTS)
    const node = answers[0]?.slice(0, 3)
    expect(answers).toEqual([...PORTS, ...PORTS].map((port) => `${node} ${client} ${port}`))
    return node
  })
  expect(new Set(nodes).size, 'clients are spread').toBe(2)
  expect(get(CLIENTS[0] ?? '', 445)[0]).toMatch(/^rs[12] 192\.168\.81\.20 445$/)
})

test('PS-01 RP-02 RP-03 RP-05 SO-18: Layer 4 Current Connections and Status show what ipvsadm shows', async () => {
  await menu(page, 'Reports', 'Layer 4 Current Connections')
  await page.getByRole('button', { name: 'Check Status' }).click()
  const entries = page.getByRole('table', { name: 'IPVS connection entries' })
  for (const client of CLIENTS) {
    const [, server] = new RegExp(`${client}:\\d+ +${VIP}:25 +(\\S+)`).exec(table('-c')) ?? []
    const row = entries
      .getByRole('row')
      .filter({ hasText: `${VIP}:25` })
      .filter({ hasText: client })
      .first()
    await expect(row).toContainText(server ?? 'no entry in the kernel')
  }
  const [client = ''] = CLIENTS
  const [, state = ''] = new RegExp(`(\\w+) +${client}:0 `).exec(table('-c')) ?? []
  const template = entries
    .getByRole('row')
    .filter({ hasText: `${client}:0` })
    .first()
  await expect(template).toContainText(state)
  expect(state, 'what this kernel says of a client that was served').toMatch(/^(NONE|ASSURED)$/)
  await menu(page, 'Reports', 'Layer 4 Status')
  const block = page.getByRole('region', { name: 'Dispatcher' })
  await expect(block).toContainText('Weighted Least Connections, persistent 300 seconds')
  for (const address of Object.values(SERVERS)) {
    const [, weight] = new RegExp(`-> ${address}:0 +Route +(\\d+)`).exec(table()) ?? []
    await expect(block.getByRole('row').filter({ hasText: address })).toContainText(weight ?? 'no server')
  }
})

test('PB-09 PB-10: LPR 515 and BEST 50808, 50809 are added to the running service', async () => {
  const { lab } = world()
  for (const machine of ['rs1', 'rs2']) new RealServer(lab, machine, { tcp: [515, 50808, 50809] }).on()
  await toServices(page)
  await rowOf(page, 'Dispatcher').getByRole('link', { name: 'Modify' }).click()
  await fillAndUpdate(page, { Ports: `${PORTS.join(',')},515,50808,50809` })
  await expect(rowOf(page, 'Dispatcher')).toBeVisible()
  await applied(page)
  const [client = ''] = CLIENTS
  const node = get(client, 25)[0]?.slice(0, 3)
  await expect
    .poll(() => get(client, 515, 50808, 50809))
    .toEqual([515, 50808, 50809].map((port) => `${node} ${client} ${port}`))
})

test('SO-08 SO-09 HC-03 HC-20: a stopped print server leaves the table with its reason on the overview, and comes back', async () => {
  await printServers[1]?.off()
  await menu(page, 'System Overview')
  await expect(rowOf(page, 'Phoenix2')).toContainText('Down', { timeout: GREEN_WITHIN })
  await expect(rowOf(page, 'Dispatcher')).toContainText('Some up')
  await expect.poll(() => table()).not.toContain(`-> ${SERVERS.rs2}:0`)
  for (const client of CLIENTS) expect(get(client, 80)).toEqual([`rs1 ${client} 80`])
  printServers[1]?.on()
  await expect(rowOf(page, 'Phoenix2')).toContainText('Up', { timeout: GREEN_WITHIN })
  await expect.poll(() => table()).toMatch(new RegExp(`-> ${SERVERS.rs2}:0 +Route +100 `))
})
