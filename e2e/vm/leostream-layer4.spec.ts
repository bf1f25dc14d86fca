// S-07: the Leostream guide, section 11, followed word for word with NAT over two interfaces; then the kernel is asked, not the page.
import { expect, type Page, test } from '@playwright/test'
import { fetchAll, fetchUdp } from '../lab/client.ts'
import { RealServer, sendBy } from '../lab/real-server.ts'
import { applied, toNewServer, toServices } from '../support/layer4.ts'
import { fill, fillAndUpdate, menu, rowOf, update } from '../support/pages.ts'
import { vmWorldOf } from '../support/vm-world.ts'

const GATEWAYS = '192.168.85.140'
const BROKERS = '192.168.85.141'
const GATEWAY = '192.168.98.100'
const PORTS = [80, 443, 3389, 4172, 42966, 50001, 50002]
const CLIENTS = ['192.168.85.10', '192.168.85.11']
const REMOTE = '203.0.113.9'
const GREEN_WITHIN = 40_000
const SERVERS = { gw01: '231', gw02: '232', brk01: '230', brk02: '229' } as const
const world = vmWorldOf({
  client: [...CLIENTS.map((address) => `${address}/24`), `${REMOTE}/32`],
  appliance: { eth0: ['192.168.85.100/24'], eth1: ['192.168.98.1/24'] }, // S-07.1: the lab sets the interfaces
  ...Object.fromEntries(Object.entries(SERVERS).map(([name, n]) => [name, { eth1: [`192.168.98.${n}/24`] }])),
})

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  const { lab, appliance } = world()
  const others = PORTS.filter((port) => port !== 443)
  for (const machine of ['gw01', 'gw02'])
    new RealServer(lab, machine, { tcp: others, tls: [443], udp: PORTS }, { '/app/system/ping': 'OK' }).on()
  for (const machine of ['brk01', 'brk02'])
    new RealServer(lab, machine, { tcp: [80], tls: [443] }, { '/index.pl?action=cb_status': 'CB_IS_OK' }).on()
  new RealServer(lab, 'client', { tcp: [8000] }).on()
  appliance.machine.must(['ip', 'route', 'add', REMOTE, 'via', CLIENTS[0] ?? ''])
  page = await world().loggedIn()
})

const table = (...more: string[]): string => world().appliance.machine.must(['ipvsadm', '-Ln', ...more])
const urls = (address: string, ports: readonly number[]): string[] =>
  ports.map((port) => `${port === 443 ? 'https' : 'http'}://${address}:${port}/`)

interface Service {
  label: string
  address: string
  ports: readonly number[]
  protocol: 'TCP' | 'TCP/UDP'
}

async function addService({ label, address, ports, protocol }: Service): Promise<void> {
  await toServices(page)
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).first().click()
  await fillAndUpdate(page, {
    Label: label,
    'IP Address': address,
    Ports: ports.join(','),
    Protocol: protocol,
    'Forwarding Method': 'NAT',
  })
  await expect(rowOf(page, label)).toBeVisible()
}

async function checkBy(label: string, request: string, expected: string): Promise<void> {
  await rowOf(page, label).getByRole('link', { name: 'Modify' }).click()
  await expect(page.getByLabel('Persistence Enable')).toBeChecked()
  await expect(page.getByLabel('Persistence Timeout')).toHaveValue('300')
  await fill(page, 'Check Type', 'Negotiate')
  await fill(page, 'Check Port', '443')
  await page.getByLabel('Health Check Protocol').selectOption({ label: 'HTTPS' })
  await fill(page, 'Request to send', request)
  await fill(page, 'Response expected', expected)
  await update(page)
  await expect(rowOf(page, label)).toBeVisible()
}

async function addServers(service: string, servers: Record<string, string>): Promise<void> {
  for (const [label, n] of Object.entries(servers)) {
    await toNewServer(page, service)
    await fillAndUpdate(page, { Label: label, 'Real Server IP Address': `192.168.98.${n}` })
    await expect(rowOf(page, label)).toBeVisible()
  }
}

test('S-07.2 S-07.3 S-07.4 HC-09: GW_VIP_L4 on seven ports, checked by HTTPS', async () => {
  await addService({ label: 'GW_VIP_L4', address: GATEWAYS, ports: PORTS, protocol: 'TCP/UDP' })
  await checkBy('GW_VIP_L4', '/app/system/ping', 'OK')
  await addServers('GW_VIP_L4', { GW01: '231', GW02: '232' })
})

test('S-07.5 S-07.6 S-07.7: BROKER_VIP_L4 with BRK01 and BRK02', async () => {
  await addService({ label: 'BROKER_VIP_L4', address: BROKERS, ports: [80, 443], protocol: 'TCP' })
  await checkBy('BROKER_VIP_L4', '/index.pl?action=cb_status', 'CB_IS_OK')
  await addServers('BROKER_VIP_L4', { BRK01: '230', BRK02: '229' })
  await applied(page)
})

test('S-07.8 FI-01 FI-02 FI-03 FI-04: three floating IPs, each with Disable and Delete', async () => {
  await menu(page, 'Cluster Configuration', 'Floating IPs')
  await page.getByRole('textbox', { name: 'New Floating IP' }).fill(GATEWAY)
  await page.getByRole('button', { name: 'Add Floating IP' }).click()
  for (const address of [GATEWAYS, BROKERS, GATEWAY]) {
    await expect(rowOf(page, address)).toContainText('Up')
    for (const act of ['Disable', 'Delete'])
      await expect(rowOf(page, address).getByRole('button', { name: `${act} ${address}` })).toBeVisible()
  }
  const cards = world().appliance.machine.must(['ip', '-br', '-4', 'addr'])
  expect(cards).toMatch(new RegExp(`eth1.*${GATEWAY}/32`))
  expect(cards).toMatch(new RegExp(`eth0.*${GATEWAYS}/32`))
})

test('S-07.9 S-07.11 SO-07: with it as default gateway all servers are green, in the kernel too', async () => {
  for (const machine of Object.keys(SERVERS)) sendBy(world().lab, machine, GATEWAY)
  await menu(page, 'System Overview')
  for (const label of ['GW01', 'GW02', 'BRK01', 'BRK02'])
    await expect(rowOf(page, label)).toContainText('Up', { timeout: GREEN_WITHIN })
  for (const n of Object.values(SERVERS))
    await expect.poll(() => table()).toMatch(new RegExp(`-> 192\\.168\\.98\\.${n}:0 +Masq +100 `))
  await expect(rowOf(page, 'GW_VIP_L4')).toContainText('TCPUDP')
  await expect(rowOf(page, 'GW_VIP_L4')).toContainText('NAT')
})

test('S-07.11 V4-07 V4-19 R4-07 PS-07 PB-08 FI-05: servers see the client, near or remote, which keeps one over all ports, TCP and UDP', () => {
  for (const client of [...CLIENTS, REMOTE]) {
    const answers = fetchAll(world().lab, client, urls(GATEWAYS, PORTS))
    const node = answers[0]?.slice(0, 4)
    expect(answers).toEqual(PORTS.map((port) => `${node} ${client} ${port}`))
    const udp = [443, 3389, 4172, 42966]
    expect(fetchUdp(world().lab, client, GATEWAYS, udp)).toEqual(
      udp.map((port) => `${node} ${client} ${port}`).sort(),
    )
    const [broker = ''] = fetchAll(world().lab, client, urls(BROKERS, [443]))
    expect(broker).toMatch(new RegExp(`^brk0[12] ${client} 443$`))
  }
  expect(table('-c')).toMatch(new RegExp(`UDP .*${CLIENTS[0]}:\\d+ +${GATEWAYS}:3389 `))
})

test('S-07.10 A4-02 A4-03: Auto-NAT lets the servers out, and services are the same', async () => {
  const { lab } = world()
  const out = () =>
    lab.at('gw01').exec(['curl', '-s', '--max-time', '2', `http://${CLIENTS[0]}:8000/`]).stdout
  expect(out(), 'without it').toBe('')
  await menu(page, 'Cluster Configuration', 'Layer 4 – Advanced Configuration')
  await fillAndUpdate(page, { 'Auto-NAT': 'eth0' })
  await expect(page.getByText('Layer 4 – Advanced Configuration is saved.')).toBeVisible()
  await applied(page)
  await expect.poll(out).toBe('client 192.168.85.100 8000')
  const [client = ''] = CLIENTS
  expect(fetchAll(lab, client, urls(GATEWAYS, [80]))[0]).toMatch(new RegExp(`^gw0[12] ${client} 80$`))
})
