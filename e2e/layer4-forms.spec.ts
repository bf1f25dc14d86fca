// Layer 4 forms, floating IPs and interfaces on a kernel without IPVS: fields and rules, copies, what is said of the kernel, and addresses, which are real here.
import { expect, type Page, test } from '@playwright/test'
import {
  addServer,
  addService,
  applied,
  box,
  modifyService,
  remove,
  stored,
  toNewServer,
  toServers,
  toServices,
} from './support/layer4.ts'
import * as layer7 from './support/layer7.ts'
import { field, fill, fillAndUpdate, menu, rowOf, update } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24', '2001:db8:85::10/64'],
  appliance: ['192.168.85.100/24', '2001:db8:85::100/64'],
})

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  page = await world().loggedIn()
})

const heading = (p: Page) => p.getByRole('heading', { level: 1 })
const chosen = async (label: string) => (await field(page, label)).locator('option:checked')
const options = async (label: string) => (await field(page, label)).locator('option').allTextContents()
/** Whether the appliance holds the address, asked of the kernel. */
const holds = (address: string) =>
  world()
    .appliance.machine.addresses()
    .some((a) => a.startsWith(`${address}/`))
const labelled = (label: string) => page.locator('form label').filter({ hasText: new RegExp(`^${label}$`) })

async function leave(): Promise<void> {
  await page.getByRole('button', { name: 'Cancel' }).click()
  const dialog = page.getByRole('alertdialog')
  const list = page.getByRole('heading', { level: 1, name: /^Layer 4 – / })
  await dialog.or(list).first().waitFor()
  if (await dialog.isVisible()) await dialog.getByRole('button').last().click()
  await list.waitFor()
}

test('V4-01 V4-06 V4-08: Add has the documented title, sections and presets', async () => {
  await toServices(page)
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).first().click()
  await expect(heading(page)).toHaveText('Layer 4 - Add a new Virtual Service')
  await expect(page.locator('form h2')).toHaveText(['Virtual Service', 'Protocol', 'Forwarding'])
  await expect(await chosen('Protocol')).toHaveText('TCP')
  expect(await options('Protocol')).toEqual(['TCP', 'UDP', 'TCP/UDP', 'One Packet Scheduling'])
  await expect(await chosen('Forwarding Method')).toHaveText('Direct Routing')
  expect(await options('Forwarding Method')).toEqual(['Direct Routing', 'NAT', 'SNAT'])
})

test('V4-02 FR-16: what one field refuses stands at the field, and nothing is stored', async () => {
  await fillAndUpdate(page, { Label: 'no good', 'IP Address': '0.0.0.0', Ports: '0' })
  for (const label of ['Label', 'IP Address', 'Ports'])
    await expect(await field(page, label)).toHaveAttribute('aria-invalid', 'true')
  expect(await stored(page)).toEqual([])
  await leave()
})

test('V4-03 V4-04 V4-16: Update stores the service and applies it at once; its address comes up', async () => {
  await addService(page, {
    Label: 'GW_VIP_L4',
    'IP Address': '192.168.85.140',
    Ports: '80,443,3389,4172,42966,50001,50002',
    Protocol: 'TCP/UDP',
    'Forwarding Method': 'NAT',
  })
  await expect.poll(() => holds('192.168.85.140')).toBe(true)
  await applied(page)
})

test('V4-09 V4-10 V4-11 PS-01 PS-02 PS-03 HC-01: Modify has everything as stored, and the documented presets', async () => {
  await toServices(page)
  await rowOf(page, 'GW_VIP_L4').getByRole('link', { name: 'Modify' }).click()
  await expect(heading(page)).toHaveText('Layer 4 - Modify Virtual Service')
  await expect(await field(page, 'Ports')).toHaveValue('80,443,3389,4172,42966,50001,50002')
  await expect(await chosen('Forwarding Method')).toHaveText('NAT')
  const of = (name: string) => page.getByRole('group', { name })
  await expect(page.getByLabel('Virtual Service Protocol').locator('option:checked')).toHaveText('TCP/UDP')
  await expect(page.getByLabel('Persistence Enable')).toBeChecked()
  await expect(page.getByLabel('Persistence Timeout')).toHaveValue('300')
  await expect(of('Persistence')).toContainText('seconds')
  await expect(page.getByLabel('Persistence Granularity')).toHaveValue('')
  await expect(await chosen('Check Type')).toHaveText('Connect to port')
  await fill(page, 'Check Type', 'Negotiate')
  await expect(of('Health Checks').locator('label:not(.cb)')).toContainText([
    'Check Type',
    'Check Port',
    'Protocol',
    'Virtual Host',
    'Request to send',
    'Response expected',
  ])
  await expect(page.getByLabel('Health Check Protocol').locator('option:checked')).toHaveText('HTTP')
})

test('HC-02 HC-18 FB-04: External script offers the scripts; the fallback is preset; persistence folds', async () => {
  await fill(page, 'Check Type', 'External script')
  expect(await options('External script')).toContain('DICOM-C-ECHO')
  await expect(labelled('Virtual Host')).toBeHidden()
  await expect(await field(page, 'Fallback Server IP Address')).toHaveValue('127.0.0.1')
  await expect(await field(page, 'Fallback Server Port')).toHaveValue('9081')
  await page.getByLabel('Persistence Enable').uncheck()
  await expect(labelled('Granularity')).toBeHidden()
  await leave()
})

test('R4-01 R4-02 R4-04 R4-05 R4-06 MR-04: a server’s form names its service, and has a port only where one can be', async () => {
  await toNewServer(page, 'GW_VIP_L4')
  await expect(heading(page)).toHaveText('Layer 4 Add a new Real Server - GW_VIP_L4')
  for (const [label, value] of [
    ['Real Server Port', ''],
    ['Weight', '100'],
    ['Minimum Connections', '0'],
    ['Maximum Connections', '0'],
  ] as const)
    await expect(await field(page, label)).toHaveValue(value)
  await leave()
  await modifyService(page, 'GW_VIP_L4', { 'Forwarding Method': 'Direct Routing' })
  await toNewServer(page, 'GW_VIP_L4')
  await expect(labelled('Weight')).toBeVisible()
  await expect(labelled('Real Server Port')).toBeHidden()
  await leave()
  await modifyService(page, 'GW_VIP_L4', { 'Forwarding Method': 'SNAT' })
  await addServer(page, 'GW_VIP_L4', {
    Label: 'GW01',
    'Real Server IP Address': '192.168.85.231',
    'Real Server Port': '8443',
  })
  await addServer(page, 'GW_VIP_L4', { Label: 'GW02', 'Real Server IP Address': '192.168.85.232' })
  await applied(page)
})

test('MR-04: a port that was stored under SNAT is said to be wrong with Direct Routing, where it can be cleared', async () => {
  await modifyService(page, 'GW_VIP_L4', { 'Forwarding Method': 'Direct Routing' })
  await expect(box(page)).toContainText('GW01')
  await toServers(page)
  await rowOf(page, 'GW01').getByRole('link', { name: 'Modify' }).click()
  await expect(await field(page, 'Real Server Port')).toHaveAttribute('aria-invalid', 'true')
  await fillAndUpdate(page, { 'Real Server Port': '' })
  await expect(heading(page)).toHaveText('Layer 4 – Real Servers')
  await applied(page)
})

test('V4-12 V4-13 V4-14: Duplicate Service makes a copy with its servers, which counts from its first Update', async () => {
  await toServices(page)
  await rowOf(page, 'GW_VIP_L4').getByRole('link', { name: 'Modify' }).click()
  await page.getByRole('button', { name: 'Duplicate Service' }).click()
  await expect(page.getByRole('main')).toContainText(
    'Label GW_VIP_L4 already exists. A temporary label of GW_VIP_L4-1 has been assigned.',
  )
  await expect(box(page)).toBeHidden()
  await fillAndUpdate(page, {
    Label: 'BROKER_VIP_L4',
    'IP Address': '192.168.85.141',
    Ports: '80,443',
    'Check Port': '443',
  })
  await expect(rowOf(page, 'BROKER_VIP_L4')).toContainText('TCP/UDP')
  await expect.poll(() => holds('192.168.85.141')).toBe(true)
  await applied(page)
  expect(await stored(page)).toEqual(['BROKER_VIP_L4', 'GW01', 'GW01', 'GW02', 'GW02', 'GW_VIP_L4'])
})

test('the order of services is the one people give it', async () => {
  await rowOf(page, 'BROKER_VIP_L4').getByRole('button', { name: 'Move BROKER_VIP_L4 up' }).click()
  const first = page.locator('tr[data-row]').first()
  await expect(first).toContainText('BROKER_VIP_L4')
  await applied(page)
  await menu(page, 'System Overview')
  await expect(page.locator('tr[data-row]').first()).toContainText('BROKER_VIP_L4')
})

test('SO-06 SO-17: both layers stand in one table', async () => {
  await layer7.addService(page, {
    Label: 'Web',
    'IP Address': '192.168.85.150',
    Ports: '80',
    'Layer 7 Protocol': 'TCP Mode',
  })
  await menu(page, 'System Overview')
  const cells = (label: string) => rowOf(page, label).first()
  await expect(cells('GW_VIP_L4')).toContainText('TCPUDP')
  await expect(cells('GW_VIP_L4')).toContainText('Layer 4')
  await expect(cells('GW_VIP_L4')).toContainText('DR')
  await expect(cells('Web')).toContainText('Layer 7')
  await cells('GW_VIP_L4').getByRole('link', { name: 'GW_VIP_L4' }).click()
  await expect(heading(page)).toHaveText('Layer 4 - Modify Virtual Service')
  await layer7.toServices(page)
  await remove(page, 'Web')
})

test('what is wrong only together is said at its field, in the row and in the box, and what ran goes on', async () => {
  await addService(page, { Label: 'Outside', 'IP Address': '10.99.0.5', Ports: '80' })
  const sentence = 'No interface holds 10.99.0.5. Networks here: 192.168.85.0/24 (eth0)'
  await expect(page.getByRole('grid')).toContainText(sentence)
  await expect(box(page)).toContainText('This stops the commit')
  await expect(box(page)).toContainText('Not applied.')
  await expect(box(page).getByRole('button', { name: 'Apply Layer 4 now' })).toBeVisible()
  await rowOf(page, 'Outside').getByRole('link', { name: 'Modify' }).click()
  await expect(page.locator('form')).toContainText(sentence)
  await leave()
  await remove(page, 'Outside')
  await applied(page)
  expect(holds('192.168.85.140')).toBe(true)
})

test('A4-01 A4-02: Advanced Configuration has its presets and the unit’s interfaces', async () => {
  await menu(page, 'Cluster Configuration', 'Layer 4 – Advanced Configuration')
  for (const [label, value] of [
    ['Check Interval', '6'],
    ['Check Timeout', '3'],
    ['Negotiate Timeout', '5'],
    ['Failure Count', '1'],
  ] as const)
    await expect(await field(page, label)).toHaveValue(value)
  expect(await options('Auto-NAT')).toEqual(['off', 'eth0'])
  await fillAndUpdate(page, { 'Check Interval': '0' })
  await expect(await field(page, 'Check Interval')).toHaveAttribute('aria-invalid', 'true')
  await fillAndUpdate(page, { 'Check Interval': '10', 'Auto-NAT': 'eth0' })
  await expect(page.getByText('Layer 4 – Advanced Configuration is saved.')).toBeVisible()
  await applied(page)
  await page.reload()
  await expect(await field(page, 'Check Interval')).toHaveValue('10')
  await expect(await chosen('Auto-NAT')).toHaveText('eth0')
})

test('FI-01 FI-02 FI-03 FI-04: the addresses of all services stand by themselves; another is added and comes up', async () => {
  await menu(page, 'Cluster Configuration', 'Floating IPs')
  const rows = page.getByRole('grid', { name: 'Floating IPs' }).locator('tr[data-row]')
  await expect(rows).toHaveCount(2)
  await expect(rowOf(page, '192.168.85.140')).toContainText('GW_VIP_L4')
  await expect(rowOf(page, '192.168.85.140')).toContainText('Up')
  await expect(rowOf(page, '192.168.85.140')).toContainText('eth0')
  await page.getByRole('textbox', { name: 'New Floating IP' }).fill('192.168.85.99')
  await page.getByRole('button', { name: 'Add Floating IP' }).click()
  await expect(rows).toHaveCount(3)
  await expect.poll(() => holds('192.168.85.99')).toBe(true)
  await expect(rowOf(page, '192.168.85.99')).toContainText('Up')
  for (const row of await rows.all()) {
    await expect(row.getByRole('button', { name: /^Disable / })).toBeVisible()
    await expect(row.getByRole('button', { name: /^Delete / })).toBeVisible()
  }
})

test('FI-03: an address outside every network is refused with the networks named, and so is what cannot be one', async () => {
  const refusals: Record<string, string> = {
    '10.99.0.5':
      'No interface holds 10.99.0.5. Networks here: 192.168.85.0/24 (eth0), 2001:db8:85::/64 (eth0).',
    '192.168.85.255': '192.168.85.255 stands for the network 192.168.85.0/24 itself.',
    '192.168.85.140': '192.168.85.140 is listed already.',
    '192.168.85.100': '192.168.85.100 is this appliance’s own address on eth0',
    'no address': 'IP',
  }
  const control = page.getByRole('textbox', { name: 'New Floating IP' })
  for (const [address, sentence] of Object.entries(refusals)) {
    await control.fill(address)
    await control.press('Enter')
    await expect(control).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByRole('group', { name: 'Add Floating IP' })).toContainText(sentence)
  }
  await control.fill('')
  await expect(box(page)).toBeHidden()
})

test('FI-07: Disable takes an address down and keeps the row; Enable brings it back', async () => {
  for (const address of ['192.168.85.99', '192.168.85.140']) {
    await rowOf(page, address)
      .getByRole('button', { name: `Disable ${address}` })
      .click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: `Disable ${address}` })
      .click()
    await expect.poll(() => holds(address)).toBe(false)
    await expect(rowOf(page, address)).toContainText('Disabled')
  }
  await toServices(page)
  await expect(page.getByRole('grid')).toContainText('192.168.85.140 is disabled, so no client reaches it.')
  await menu(page, 'Cluster Configuration', 'Floating IPs')
  for (const address of ['192.168.85.99', '192.168.85.140']) {
    await rowOf(page, address)
      .getByRole('button', { name: `Enable ${address}` })
      .click()
    await expect.poll(() => holds(address)).toBe(true)
    await expect(rowOf(page, address)).toContainText('Up')
  }
})

test('FI-08: Delete removes an address; one that a service needs is refused with its name', async () => {
  await rowOf(page, '192.168.85.140').getByRole('button', { name: 'Delete 192.168.85.140' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'Not deleted. 192.168.85.140 belongs to GW_VIP_L4.',
  )
  expect(holds('192.168.85.140')).toBe(true)
  await rowOf(page, '192.168.85.99').getByRole('button', { name: 'Delete 192.168.85.99' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete 192.168.85.99' }).click()
  await expect(rowOf(page, '192.168.85.99')).toBeHidden()
  await expect.poll(() => holds('192.168.85.99')).toBe(false)
})

test('LC-03: Network Interface Configuration shows what the kernel has', async () => {
  await menu(page, 'Local Configuration', 'Network Interface Configuration')
  const section = page.getByRole('region', { name: 'IP Address Assignment' })
  const row = section.getByRole('row').filter({ has: page.getByText('eth0', { exact: true }) })
  await expect(row).toContainText('MTU 1500 bytes')
  for (const address of world()
    .appliance.machine.addresses()
    .filter((a) => !/^(127|::1|fe80)/.test(a)))
    await expect(row).toContainText(address)
  await expect(row.getByRole('listitem').filter({ hasText: '192.168.85.140/32' })).toContainText(
    'Floating IP',
  )
})

test('without IPVS every Layer 4 page says what is missing and how to get it; what is saved stays', async () => {
  for (const [title, entry] of [
    ['Cluster Configuration', 'Layer 4 – Virtual Services'],
    ['Cluster Configuration', 'Layer 4 – Real Servers'],
    ['Cluster Configuration', 'Layer 4 – Advanced Configuration'],
    ['Reports', 'Layer 4 Status'],
    ['Reports', 'Layer 4 Current Connections'],
  ] as const) {
    await menu(page, title, entry)
    await expect(page.getByRole('main')).toContainText('WARNING:')
    await expect(page.getByRole('main')).toContainText('linux-image-amd64')
  }
  await expect(page.getByRole('heading', { name: 'IPVS connection entries' })).toBeVisible()
  expect(await stored(page)).toContain('GW_VIP_L4')
})

test('FR-17 keyboard only: a Layer 4 service from nothing to running, and away again', async () => {
  await menu(page, 'System Overview')
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key)
  }
  await page.locator('body').press('g')
  await keys('4')
  await expect(heading(page)).toHaveText('Layer 4 – Virtual Services')
  await keys('n')
  await expect(heading(page)).toHaveText('Layer 4 - Add a new Virtual Service')
  for (const [label, text] of [
    ['Label', 'Keys'],
    ['IP Address', '2001:db8:85::150'],
    ['Ports', '90'],
  ] as const) {
    const control = await field(page, label)
    for (let i = 0; i < 40 && !(await control.evaluate((e) => e === document.activeElement)); i++)
      await keys('Tab')
    await page.keyboard.type(text)
  }
  await keys('Control+Enter')
  await expect(rowOf(page, 'Keys')).toBeVisible()
  await expect.poll(() => holds('2001:db8:85::150')).toBe(true)
  await rowOf(page, 'Keys').getByRole('button', { name: 'Delete' }).focus()
  await keys('Enter')
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
  await keys('Tab', 'Enter')
  await expect(rowOf(page, 'Keys')).toBeHidden()
  await expect.poll(() => holds('2001:db8:85::150')).toBe(false)
})

test('the pages keep to a narrow screen', async () => {
  const narrow = await world().loggedIn({ viewport: { width: 390, height: 844 } })
  for (const path of [
    'cluster-configuration/layer-4-virtual-services',
    'cluster-configuration/layer-4-virtual-services/new',
    'cluster-configuration/layer-4-real-servers',
    'cluster-configuration/layer-4-advanced-configuration',
    'cluster-configuration/floating-ips',
    'local-configuration/network-interface-configuration',
    'reports/layer-4-status',
    'reports/layer-4-current-connections',
  ]) {
    await narrow.goto(`${world().url}/${path}`)
    await heading(narrow).waitFor()
    await expect
      .poll(() => narrow.evaluate(() => document.documentElement.scrollWidth), { message: path })
      .toBeLessThanOrEqual(390)
  }
  await narrow.context().close()
})

test('with the agent away Update keeps what is saved, and the box has it with Apply now', async () => {
  process.kill(world().agentPid(), 'SIGSTOP')
  try {
    await toServices(page)
    await expect(page.getByText('The agent has not answered').first()).toBeVisible({ timeout: 15_000 })
    await rowOf(page, 'GW_VIP_L4').getByRole('link', { name: 'Modify' }).click()
    await fill(page, 'Ports', '80')
    await update(page)
    // A question that was under way when the agent fell silent is given up after ten seconds.
    await expect(box(page)).toContainText('GW_VIP_L4', { timeout: 20_000 })
    await expect(box(page)).toContainText('Not applied. The agent does not answer.')
  } finally {
    process.kill(world().agentPid(), 'SIGCONT')
  }
  await expect(box(page)).not.toContainText('The agent does not answer', { timeout: 15_000 })
  await box(page).getByRole('button', { name: 'Apply Layer 4 now' }).click()
  await applied(page)
})
