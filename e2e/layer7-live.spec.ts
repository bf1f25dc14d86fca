// Layer 7 from commit to traffic, and what the overview then tells: live, on every tab, and honest when nobody answers.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { fetchFrom, Web } from './lab/web.ts'
import { addServer, addService, box, commit, modifyService } from './support/layer7.ts'
import { menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24', '2001:db8:85::10/64'],
  appliance: ['192.168.85.100/24', '2001:db8:85::100/64'],
  rs1: ['192.168.85.200/24'],
  rs2: ['192.168.85.201/24'],
})
const VIP = '192.168.85.150'
const VIP6 = '2001:db8:85::150'
const CHECK_TIME = 11_000

test.describe.configure({ mode: 'serial' })

let page: Page
let webs: Web[]

test.beforeAll(async () => {
  const { lab } = world()
  webs = ['rs1', 'rs2'].map((machine) => new Web(lab, machine, [80, 81, 8080]))
  for (const web of webs) web.on()
  page = await world().loggedIn()
})

test('CM-02 CM-03 V7-02 V7-14 R7-04 R7-07: preview, then one click, then traffic on every port', async () => {
  const { lab, appliance } = world()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80,8080' })
  await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': '192.168.85.200' })
  await addServer(page, 'Web', { Label: 'web2', 'Real Server IP Address': '192.168.85.201' })
  await addService(
    page,
    { Label: 'Six', 'IP Address': VIP6, Ports: '443', 'Layer 7 Protocol': 'TCP Mode' },
    { 'Persistence Mode': 'None' },
  )
  await addServer(page, 'Six', {
    Label: 'six1',
    'Real Server IP Address': '192.168.85.200',
    'Real Server Port': '81',
  })
  expect(fetchFrom(lab, `http://${VIP}/`)).toBe('')
  await box(page).getByRole('button', { name: 'Preview' }).click()
  await expect(box(page)).toContainText('haproxy/haproxy.cfg')
  await expect(box(page)).toContainText('listen Web')
  await expect(box(page)).toContainText(`Add address ${VIP}`)
  await expect(box(page)).toContainText('Read back what runs')
  await commit(page)
  await expect.poll(() => fetchFrom(lab, `http://${VIP}/`)).toMatch(/^rs[12] on 80$/)
  expect(fetchFrom(lab, `http://${VIP}:8080/`)).toMatch(/^rs[12] on 8080$/)
  await expect.poll(() => fetchFrom(lab, `http://[${VIP6}]:443/`)).toBe('rs1 on 81')
  expect(appliance.machine.addresses()).toEqual(expect.arrayContaining([`${VIP}/32`, `${VIP6}/128`]))
})

test('V7-20: HTTP Cookie brings a client back to its server', () => {
  const jar = join(world().lab.folder, 'jar')
  const ask = () =>
    world()
      .lab.at('client')
      .must(['curl', '-s', '-b', jar, '-c', jar, `http://${VIP}/`])
  expect(new Set(Array.from({ length: 6 }, ask)).size).toBe(1)
})

test('SO-08 SO-10: a change that HAProxy knows is on all of eight open pages within two seconds', async () => {
  const tabs = [page]
  for (let i = 0; i < 7; i++) tabs.push(await page.context().newPage())
  for (const tab of tabs) {
    await tab.goto(`${world().url}/`)
    await expect(rowOf(tab, 'web2')).toContainText('Up')
  }
  await webs[1]?.off()
  const down = async () => (await world().appliance.servers())['Web/web2']
  await expect.poll(down, { timeout: CHECK_TIME, intervals: [50] }).toMatch(/^DOWN/)
  const known = Date.now()
  await Promise.all(tabs.map((tab) => expect(rowOf(tab, 'web2')).toContainText('Down')))
  expect(Date.now() - known).toBeLessThan(2000)
  await expect(rowOf(page, 'web2')).toContainText(/refused|no answer/)
  await expect(rowOf(page, 'web2')).toContainText('since')
  await expect(rowOf(page, 'Web')).toContainText('Some up')
  for (let i = 0; i < 8; i++) expect(fetchFrom(world().lab, `http://${VIP}/`)).toBe('rs1 on 80')
  webs[1]?.on()
  await Promise.all(
    tabs.map((tab) => expect(rowOf(tab, 'web2')).toContainText('Up', { timeout: CHECK_TIME })),
  )
  for (const tab of tabs.slice(1)) await tab.close()
})

test('SO-03 SO-05: headings in their order', async () => {
  const headings = await page.getByRole('columnheader').allTextContents()
  const documented = ['VIRTUAL SERVICE', 'IP', 'PORTS', 'CONNS', 'PROTOCOL', 'METHOD', 'MODE']
  expect(
    headings
      .map((h) => h.trim())
      .filter((h) => documented.includes(h))
      .slice(0, 7),
  ).toEqual(documented)
  const servers = ['REAL SERVER', 'IP', 'PORTS', 'WEIGHT', 'CONNS']
  const row = page.getByRole('row').filter({ hasText: 'REAL SERVER' }).first()
  expect(await row.getByRole('columnheader').allTextContents()).toEqual(expect.arrayContaining(servers))
})

test('MN-01: Restart HAProxy says what it interrupts, restarts what is applied and commits nothing', async () => {
  const { appliance } = world()
  const master = () => readFileSync(join(appliance.run, 'haproxy.pid'), 'utf8').split('\n')[0]
  await modifyService(page, 'Web', { 'Balance Mode': 'Weighted Round Robin' })
  const before = master()
  await menu(page, 'Maintenance', 'Restart Services')
  await page.getByRole('button', { name: 'Restart HAProxy' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('a restart commits nothing')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Restart HAProxy' }).click()
  await expect.poll(master, { timeout: 10_000 }).not.toBe(before)
  await expect(box(page)).toContainText('Web')
  await page.getByRole('main').getByRole('button', { name: 'Reload HAProxy' }).last().click()
  await expect(box(page)).toBeHidden({ timeout: 15_000 })
})

test('HAProxy started by hand beside ours: the console says differs within five seconds', async () => {
  const { appliance, lab } = world()
  const other = join(lab.folder, 'other.cfg')
  writeFileSync(
    other,
    `defaults\n mode http\n timeout connect 1s\n timeout client 1s\n timeout server 1s\nlisten Web\n bind ${VIP}:80\n server web1 192.168.85.200:81\n`,
  )
  await menu(page, 'System Overview')
  const byHand = appliance.machine.start(['haproxy', '-f', other])
  await expect(page.getByText(/Differs|differs/).first()).toBeVisible({ timeout: 5000 })
  await byHand.stop()
  await expect(page.getByText(/Differs|differs/)).toHaveCount(0, { timeout: 5000 })
})

test('an agent that does not answer: the page says so with the age of its facts and shows no old green', async () => {
  const agent = world().agentPid()
  await menu(page, 'System Overview')
  process.kill(agent, 'SIGSTOP')
  await expect(page.getByText(/has not answered for \d+/)).toBeVisible({ timeout: 15_000 })
  await expect(rowOf(page, 'web1')).toContainText('was up')
  await expect(rowOf(page, 'web1')).toContainText('Unknown')
  process.kill(agent, 'SIGCONT')
  await expect(rowOf(page, 'web1')).toContainText('Up', { timeout: 10_000 })
})
