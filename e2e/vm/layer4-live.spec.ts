// Layer 4 while it carries clients: drained, halted and back, all servers gone, the agent killed, the machine rebooted; the kernel and the clients are asked.
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { fetchAll, Load } from '../lab/client.ts'
import { RealServer, solveArp } from '../lab/real-server.ts'
import { addServer, addService, applied, remove, toServices } from '../support/layer4.ts'
import * as layer7 from '../support/layer7.ts'
import { fill, menu, rowOf, update } from '../support/pages.ts'
import { vmWorldOf } from '../support/vm-world.ts'

const VIP = '192.168.85.150'
const MANY = '192.168.85.151'
const PROXY = '192.168.85.152'
const CLIENT = '192.168.85.10'
const PAGE = 'The page you are looking for is temporarily unavailable.'
const CHECK_TIME = 30_000
const world = vmWorldOf({
  client: [`${CLIENT}/24`],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
  rs2: ['192.168.85.201/24'],
  rs3: ['192.168.85.202/24'],
})

test.describe.configure({ mode: 'serial' })

let page: Page
let servers: RealServer[]

function startServers(): void {
  const { lab } = world()
  servers = ['rs1', 'rs2'].map((machine) => new RealServer(lab, machine, { tcp: [80] }))
  for (const server of [...servers, new RealServer(lab, 'rs3', { tcp: [81, 82, 83] })]) server.on()
  for (const machine of ['rs1', 'rs2']) solveArp(lab, machine, VIP)
}

test.beforeAll(async () => {
  startServers()
  page = await world().loggedIn()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  await rowOf(page, 'Web').getByRole('link', { name: 'Modify' }).click()
  await page.getByLabel('Persistence Enable').uncheck()
  await update(page)
  await expect(rowOf(page, 'Web')).toBeVisible()
  for (const n of [1, 2])
    await addServer(page, 'Web', { Label: `web${n}`, 'Real Server IP Address': `192.168.85.20${n - 1}` })
  await applied(page)
  await menu(page, 'System Overview')
  for (const label of ['web1', 'web2']) await expect(row(label)).toContainText('Up', { timeout: CHECK_TIME })
})

const row = (label: string) => rowOf(page, label)
const kernel = (): string => world().appliance.machine.must(['ipvsadm', '-Ln'])
const inTable = (n: number, weight = 100) =>
  new RegExp(`-> 192\\.168\\.85\\.20${n - 1}:80 +Route +${weight} `)
const get = (url = `http://${VIP}/`): string => fetchAll(world().lab, CLIENT, [url])[0] ?? ''
const answering = (): string[] => [...new Set(Array.from({ length: 6 }, () => get().slice(0, 3)))].sort()

async function act(verb: 'Drain' | 'Halt' | 'Online', label: string, state: string): Promise<void> {
  await row(label)
    .getByRole('button', { name: `${verb} ${label} of Web` })
    .click()
  const dialog = page.getByRole('alertdialog')
  const shown = row(label).getByText(state, { exact: true })
  await dialog.or(shown).first().waitFor()
  if (await dialog.isVisible()) await dialog.getByRole('button', { name: `${verb} ${label}` }).click()
  await expect(shown).toBeVisible()
}

test('SO-12 SO-13 SO-14: drained, halted and back under load, and no request fails', async () => {
  const load = new Load(world().lab, CLIENT, `http://${VIP}/`)
  await expect.poll(() => load.answers().length).toBeGreaterThan(5)
  await act('Drain', 'web1', 'Drained')
  expect(kernel()).toMatch(inTable(1, 0))
  const drained = load.answers().length
  await expect.poll(() => load.answers().length).toBeGreaterThan(drained + 10)
  expect(
    new Set(
      load
        .answers()
        .slice(drained + 2)
        .map((answer) => answer.slice(0, 3)),
    ),
  ).toEqual(new Set(['rs2']))
  await act('Halt', 'web1', 'Halted')
  expect(kernel()).not.toContain('192.168.85.200:80')
  await act('Online', 'web1', 'Up')
  expect(kernel()).toMatch(inTable(1))
  const back = load.answers().length
  await expect
    .poll(() =>
      load
        .answers()
        .slice(back)
        .some((answer) => answer.startsWith('rs1')),
    )
    .toBe(true)
  const answers = await load.stop()
  test.info().annotations.push({ type: 'requests', description: `${answers.length}` })
  expect(answers.filter((answer) => !/^rs[12] 192\.168\.85\.10 80 0$/.test(answer))).toEqual([])
})

test('FB-01 FB-03 FB-05 S-15.2: all servers fail: the page; one is back: the service', async () => {
  for (const server of servers) await server.off()
  await expect.poll(() => get(), { timeout: CHECK_TIME }).toContain(PAGE)
  await expect(row('web1')).toContainText('Down')
  await expect(row('Web')).toContainText('Down')
  for (const server of servers) server.on()
  await expect.poll(() => get(), { timeout: CHECK_TIME }).toMatch(/^rs[12] 192/)
  for (const label of ['web1', 'web2']) await expect(row(label)).toContainText('Up', { timeout: CHECK_TIME })
})

test('FB-02 S-15.2: all drained, then all halted: the page; online: the service', async () => {
  for (const [verb, state] of [
    ['Drain', 'Drained'],
    ['Halt', 'Halted'],
  ] as const) {
    for (const label of ['web1', 'web2']) await act(verb, label, state)
    await expect.poll(() => get()).toContain(PAGE)
  }
  await act('Online', 'web2', 'Up')
  await expect.poll(answering).toEqual(['rs2'])
  await act('Online', 'web1', 'Up')
})

test('S-15.3 S-15.5 FB-07 FB-08 FB-14 FB-15: the page is on the VIP’s port 80 too; a Layer 7 service stands in for several ports', async () => {
  const listeners = world().appliance.machine.listeners()
  expect(listeners).toContain('0.0.0.0:9081')
  expect(listeners).toContain(`${VIP}:80`)
  await layer7.addService(page, {
    Label: 'StandIn',
    'IP Address': PROXY,
    Ports: '81,82,83',
    'Layer 7 Protocol': 'TCP Mode',
  })
  await layer7.addServer(page, 'StandIn', { Label: 'proxied', 'Real Server IP Address': '192.168.85.202' })
  await layer7.commit(page)
  await addService(page, { Label: 'Many', 'IP Address': MANY, Ports: '81,82,83', 'Forwarding Method': 'NAT' })
  await rowOf(page, 'Many').getByRole('link', { name: 'Modify' }).click()
  await fill(page, 'Fallback Server IP Address', PROXY)
  await fill(page, 'Fallback Server Port', '0')
  await page.getByLabel('MASQ Fallback').check()
  await update(page)
  await expect(rowOf(page, 'Many')).toBeVisible()
  await addServer(page, 'Many', { Label: 'gone', 'Real Server IP Address': '192.168.85.209' })
  await applied(page)
  const all = () =>
    fetchAll(
      world().lab,
      CLIENT,
      [81, 82, 83].map((port) => `http://${MANY}:${port}/`),
    )
  await expect
    .poll(all, { timeout: CHECK_TIME })
    .toEqual([81, 82, 83].map((port) => `rs3 192.168.85.100 ${port}`))
})

test('the agent is killed: clients are served and checks go on; the next one shows what is', async () => {
  const { machine, run } = world().appliance
  const lock = JSON.parse(machine.must(['cat', join(run, 'start.json')])) as Record<
    'start' | 'agent',
    { pid: number }
  >
  machine.must(['kill', '-STOP', String(lock.start.pid)]) // it would start the next one at once
  machine.must(['kill', '-KILL', String(lock.agent.pid)])
  expect(answering()).toEqual(['rs1', 'rs2'])
  await servers[0]?.off()
  await expect.poll(kernel, { timeout: CHECK_TIME }).not.toContain('192.168.85.200:80')
  expect(answering()).toEqual(['rs2'])
  machine.must(['kill', '-CONT', String(lock.start.pid)])
  await menu(page, 'System Overview')
  await expect(row('web1')).toContainText('Down', { timeout: 60_000 })
  await expect(row('web2')).toContainText('Up')
  servers[0]?.on()
  await expect(row('web1')).toContainText('Up', { timeout: CHECK_TIME })
  expect(kernel()).toMatch(inTable(1))
})

test('after a reboot the services run as they did, and what was drained is drained', async () => {
  test.setTimeout(300_000)
  await act('Drain', 'web1', 'Drained')
  await world().reboot()
  startServers()
  await expect.poll(kernel, { timeout: CHECK_TIME }).toMatch(inTable(2))
  expect(kernel()).toMatch(inTable(1, 0))
  await expect.poll(answering, { timeout: CHECK_TIME }).toEqual(['rs2'])
  page = await world().loggedIn()
  await expect(row('web1')).toContainText('Drained')
  await expect(row('web2')).toContainText('Up')
})

test('S-15.3 FB-14: with the service its page on port 80 goes, and only 9081 is left', async () => {
  const { machine } = world().appliance
  await toServices(page)
  await remove(page, 'Web')
  await applied(page)
  await expect.poll(() => machine.listeners()).not.toContain(`${VIP}:80`)
  expect(machine.listeners()).toContain('0.0.0.0:9081')
  expect(machine.addresses()).not.toContain(`${VIP}/32`)
  expect(kernel()).not.toContain(VIP)
})
