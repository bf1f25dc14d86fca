// Two administrators, order, checks tried once, History with its way back, export and import: page in, machine out.
import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { Web } from './lab/web.ts'
import { addServer, addService, box, commit, modifyService, toServices } from './support/layer7.ts'
import { field, fill, menu, rowOf, update } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const VIP = '192.168.85.150'
const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
})

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  test.setTimeout(120_000)
  new Web(world().lab, 'rs1', [80], 'all is well').on()
  page = await world().loggedIn()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': '192.168.85.200' })
  await addServer(page, 'Web', {
    Label: 'web2',
    'Real Server IP Address': '192.168.85.200',
    'Real Server Port': '81',
  })
  await addService(page, { Label: 'Second', 'IP Address': VIP, Ports: '90' })
  await commit(page)
})

/** What the running worker says it runs. */
const running = async () =>
  /description: (\w{32})/.exec(await world().appliance.haproxy('@1 show info'))?.[1] ?? 'nothing'

const open = async (p: Page, label: string) => {
  await toServices(p)
  await rowOf(p, label).getByRole('link', { name: 'Modify' }).click()
  await expect(p.getByRole('heading', { level: 1 })).toHaveText('Layer 7 - Modify Virtual Service')
}
const broken = async (p: Page) =>
  (await new AxeBuilder({ page: p }).analyze()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)

/** Deletes a service that runs: it stays in the list, marked, until the next commit. */
async function removeRunning(p: Page, label: string): Promise<void> {
  await toServices(p)
  await rowOf(p, label)
    .getByRole('button', { name: `Delete ${label}` })
    .click()
  await p
    .getByRole('alertdialog')
    .getByRole('button', { name: `Delete ${label}` })
    .click()
  await expect(rowOf(p, label)).toContainText('deleted, runs until')
}

/** Labels of the rows in their order. */
const order = (p: Page, labels: readonly string[]) =>
  p
    .locator('tr[data-row]')
    .allTextContents()
    .then((rows) => rows.flatMap((row) => labels.find((l) => row.includes(l)) ?? []))

test('R7-03 SO-04: services and servers are moved by button and by keyboard, and the overview follows', async () => {
  await toServices(page)
  const both = ['Web', 'Second']
  await rowOf(page, 'Second').getByRole('button', { name: 'Move Second up' }).click()
  await expect.poll(() => order(page, both)).toEqual(['Second', 'Web'])
  await expect(rowOf(page, 'Second')).toBeFocused()
  await menu(page, 'Cluster Configuration', 'Layer 7 – Real Servers')
  const servers = page.getByRole('region', { name: 'Web' })
  await servers.getByRole('row').filter({ hasText: 'web1' }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(() => order(page, ['web1', 'web2'])).toEqual(['web2', 'web1'])
  await expect(box(page)).toContainText('Second')
  await commit(page)
  const stat = await world().appliance.haproxy('@1 show stat')
  expect(stat.indexOf('Second,')).toBeLessThan(stat.indexOf('Web,'))
  expect(stat.indexOf('Web,web2')).toBeLessThan(stat.indexOf('Web,web1'))
  await menu(page, 'System Overview')
  await expect.poll(() => order(page, both)).toEqual(['Second', 'Web'])
})

test('HC-12 HC-17: Test this check now runs what stands in the form once, and shows what came back', async () => {
  await open(page, 'Web')
  const panel = page.getByRole('region', { name: 'Test this check now' })
  const tryAt = async (server: string) => {
    await panel.getByLabel('Real Server').selectOption({ label: server })
    await panel.getByRole('button', { name: 'Test this check now' }).click()
  }
  await tryAt('web2')
  await expect(panel.getByRole('status')).toContainText('the connection was refused')
  await fill(page, 'Health Checks', 'Negotiate HTTP (GET)')
  await fill(page, 'Request to send', '/ready')
  await fill(page, 'Response expected', 'is well')
  await tryAt('web1')
  await expect(panel.getByRole('status')).toContainText('web1: passed.')
  await expect(panel.getByRole('region', { name: 'Status and headers' })).toContainText('HTTP/1.1 200 OK')
  await expect(panel.getByRole('region', { name: 'Body' })).toContainText('all is well on 80')
  await expect(panel.getByRole('status')).toContainText('is in the body')
  expect(await broken(page)).toEqual([])
  await fill(page, 'Health Checks', 'External script')
  await fill(page, 'Check Script', 'DICOM-C-ECHO')
  await tryAt('web2')
  await expect(panel.getByRole('status')).toContainText(/DICOM-C-ECHO ended with exit code [1-9]/)
  await fill(page, 'Ports', 'none')
  await tryAt('web1')
  await expect(panel.getByRole('status')).toContainText('Not tested. Ports:')
})

test('two administrators: the second sees both versions, loses nothing, and saves on top', async () => {
  await page.goto(`${world().url}/cluster-configuration/layer-7-virtual-services`)
  const other = await world().loggedIn()
  await open(page, 'Web')
  await modifyService(other, 'Web', { Ports: '80,8080', 'Balance Mode': 'Weighted Round Robin' })
  await fill(page, 'Ports', '80,8088')
  await fill(page, 'Persistence Mode', 'None')
  await update(page)
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    /Not saved\. loadbalancer saved Web at .* UTC, after you opened it/,
  )
  const versions = page.getByRole('region', { name: 'Both versions' })
  const cells = (label: string) => versions.getByRole('row').filter({ hasText: label }).getByRole('cell')
  await expect(cells('Ports')).toHaveText(['80', '80,8080', '80,8088', 'Take theirs'])
  await expect(cells('Balance Mode').nth(2)).toHaveText('as saved')
  await expect(cells('Persistence Mode').nth(2)).toHaveText('None')
  expect(await broken(page)).toEqual([])
  await versions.getByRole('button', { name: /^Take Ports/ }).click()
  await expect(await field(page, 'Ports')).toHaveValue('80,8080')
  await fill(page, 'Ports', '80,8089')
  await update(page)
  await expect(rowOf(page, 'Web')).toContainText('80,8089')
  await open(page, 'Web')
  await expect((await field(page, 'Balance Mode')).locator('option:checked')).toHaveText(
    'Weighted Round Robin',
  )
  await expect((await field(page, 'Persistence Mode')).locator('option:checked')).toHaveText('None')
  await commit(page)

  await open(page, 'Second')
  await fill(page, 'Ports', '91')
  await removeRunning(other, 'Second')
  await expect(page.getByRole('main')).toContainText('Deleted meanwhile.')
  await expect(await field(page, 'Ports')).toHaveValue('91')
  await update(page)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('loadbalancer deleted Second')
  await update(page)
  await expect(rowOf(page, 'Second').filter({ hasText: 'Not running' })).toContainText('91')
  await other.context().close()
})

test('History: who, when, what, what was read back; a roll back is a plan first, then a commit of its own', async () => {
  await menu(page, 'Maintenance', 'History')
  const newest = page.getByRole('row').nth(1)
  await expect(newest).toContainText('Runs now')
  await expect(newest).toContainText('loadbalancer')
  await expect(newest).toContainText('modified Web (Ports, Balance Mode, Persistence Mode)')
  const moved = (await page.getByRole('row').nth(2).getByRole('link').textContent()) ?? ''
  expect(await broken(page)).toEqual([])
  await page.getByRole('link', { name: moved }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(moved)
  await expect(page.getByRole('main')).toContainText('Position')
  await expect(page.getByRole('main')).toContainText('HAProxy answers with this configuration')
  await expect(page.getByRole('region', { name: 'Difference in haproxy/haproxy.cfg' })).toBeVisible()
  await page.getByRole('button', { name: 'Roll back to this commit' }).click()
  const plan = page.getByRole('region', { name: 'Plan', exact: true })
  await expect(plan).toContainText('Overwritten: 2 saved changes')
  await expect(plan).toContainText('HAProxy reloads')
  expect(await broken(page)).toEqual([])
  const before = await running()
  await plan.getByRole('button', { name: `Roll back to ${moved.toLowerCase()}` }).click()
  await expect(box(page)).toBeHidden({ timeout: 15_000 })
  await expect.poll(running).not.toBe(before)
  await toServices(page)
  await expect.poll(() => order(page, ['Web', 'Second'])).toEqual(['Second', 'Web'])
  await expect(rowOf(page, 'Second')).toContainText('90')
  await menu(page, 'Maintenance', 'History')
  await expect(page.getByRole('row').nth(1)).toContainText('Runs now')
  await expect(page.getByRole('row').nth(3).getByRole('link')).toHaveText(moved)
})

test('MN-02 MN-03: exported, changed, imported: the same bytes run again; another file is refused', async () => {
  const before = await running()
  await menu(page, 'Maintenance', 'Backup & Restore')
  const downloaded = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export', exact: true }).click()
  const path = await (await downloaded).path()
  const text = readFileSync(path, 'utf8')
  expect(Object.keys(JSON.parse(text))).toEqual([
    'product',
    'format',
    'release',
    'at',
    'appliance',
    'documents',
  ])
  await removeRunning(page, 'Second')
  await modifyService(page, 'Web', { Label: 'Renamed', 'Persistence Mode': 'None' })
  await commit(page)
  expect(await running()).not.toBe(before)
  await menu(page, 'Maintenance', 'Backup & Restore')
  const choose = (content: string) =>
    page.getByLabel('Exported file').setInputFiles({
      name: 'fulcrum.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    })
  await choose('not JSON')
  await expect(page.getByRole('main').getByRole('alert')).toContainText('This file is not JSON')
  await choose(text.replace('"area":"layer7"', '"area":"layer5"'))
  await expect(page.getByRole('main')).toContainText('the area layer5, which this release does not import')
  await choose(text.replace('"ports":"90"', '"ports":"0"'))
  await expect(page.getByRole('main')).toContainText('Second, Ports:')
  await choose(JSON.stringify({ product: 'x'.repeat(4_000_000) }))
  await expect(page.getByRole('main')).toContainText('This is no file that Fulcrum exported')
  expect(await broken(page)).toEqual([])
  await choose(text)
  const plan = page.getByRole('region', { name: 'Plan', exact: true })
  await expect(plan).toContainText('New Second')
  await expect(plan).toContainText('Modified Web')
  await plan.getByRole('button', { name: 'Import fulcrum.json' }).click()
  await expect.poll(running, { timeout: 15_000 }).toBe(before)
  await expect(box(page)).toBeHidden()
  await toServices(page)
  await expect(rowOf(page, 'Web')).toBeVisible()
  await expect(rowOf(page, 'Second')).toBeVisible()
})
