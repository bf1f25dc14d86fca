// S-09: the OKI DICOM guide, section 11, followed word for word with SNAT; then the kernel and the printers are asked, not the page.
import { expect, type Page, test } from '@playwright/test'
import { Printer, print } from '../lab/dicom.ts'
import { addServer as addServerAt4, applied, toNewServer, toServices } from '../support/layer4.ts'
import * as layer7 from '../support/layer7.ts'
import { field, fill, fillAndUpdate, menu, rowOf, update } from '../support/pages.ts'
import { vmWorldOf } from '../support/vm-world.ts'

const VIP = '192.168.85.170'
const GREEN_WITHIN = 40_000
const world = vmWorldOf()
const PRINTERS = [1, 2, 3].map((n) => [`OKI-DICOM-Printer-${n}`, `192.168.85.20${n - 1}`] as const)

test.describe.configure({ mode: 'serial' })

let page: Page
let printers: Printer[]

test.beforeAll(async () => {
  const { lab } = world()
  printers = ['rs1', 'rs2', 'rs3'].map((machine) => new Printer(lab, machine))
  for (const printer of printers) printer.on()
  page = await world().loggedIn()
  // Under software emulation an echo may take longer than the preset 3 s.
  await menu(page, 'Cluster Configuration', 'Layer 4 – Advanced Configuration')
  await fillAndUpdate(page, { 'Check Interval': '12', 'Check Timeout': '10' })
  await expect(page.getByText('Layer 4 – Advanced Configuration is saved.')).toBeVisible()
})

const table = (): string => world().appliance.machine.must(['ipvsadm', '-Ln'])

test('S-09.1 V4-01 V4-08: Configuring the Virtual Service', async () => {
  await toServices(page)
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 4 - Add a new Virtual Service')
  await fillAndUpdate(page, {
    Label: 'DICOM-Print',
    'IP Address': VIP,
    Ports: '11112',
    Protocol: 'TCP',
    'Forwarding Method': 'SNAT',
  })
  await expect(rowOf(page, 'DICOM-Print')).toBeVisible()
})

test('S-09.2 HC-02 HC-18: no persistence, DICOM-C-ECHO as its check', async () => {
  await rowOf(page, 'DICOM-Print').getByRole('link', { name: 'Modify' }).click()
  await page.getByLabel('Persistence Enable').uncheck()
  await fill(page, 'Check Type', 'External script')
  await fill(page, 'External script', 'DICOM-C-ECHO')
  await update(page)
  await expect(rowOf(page, 'DICOM-Print')).toBeVisible()
})

test('S-09.3 R4-02 R4-04 R4-05 R4-06 R4-08: Defining the Real Servers', async () => {
  for (const [label, address] of PRINTERS) {
    await toNewServer(page, 'DICOM-Print')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'Layer 4 Add a new Real Server - DICOM-Print',
    )
    for (const [name, value] of [
      ['Weight', '100'],
      ['Minimum Connections', '0'],
      ['Maximum Connections', '0'],
    ] as const)
      await expect(await field(page, name)).toHaveValue(value)
    await fillAndUpdate(page, {
      Label: label,
      'Real Server IP Address': address,
      'Real Server Port': '11112',
    })
    await expect(rowOf(page, label)).toBeVisible()
  }
  await applied(page)
})

test('S-09.4 PB-06 PS-04 SO-07 SO-17: three are Up, and test prints go to all of them', async () => {
  await menu(page, 'System Overview')
  for (const [label, address] of PRINTERS) {
    await expect(rowOf(page, label)).toContainText('Up', { timeout: GREEN_WITHIN })
    for (const text of [address, '11112', '100']) await expect(rowOf(page, label)).toContainText(text)
    await expect.poll(table).toMatch(new RegExp(`-> ${address}:11112 +Masq +100 `))
  }
  for (const text of ['Up', VIP, '11112', 'TCP', 'Layer 4', 'SNAT'])
    await expect(rowOf(page, 'DICOM-Print')).toContainText(text)
  expect(table()).toMatch(new RegExp(`TCP +${VIP}:11112 wlc$`, 'm'))
  for (let i = 0; i < 6; i++) expect(print(world().lab, VIP)).toBe(true)
  expect(printers.map((printer) => printer.prints() > 0)).toEqual([true, true, true])
})

test('SO-08 SO-09 HC-18 HC-20: one that no longer answers DICOM is red and out of the table, and prints go on', async () => {
  await printers[1]?.off()
  const row = rowOf(page, 'OKI-DICOM-Printer-2')
  await expect(row).toContainText('Down', { timeout: GREEN_WITHIN })
  await expect(row).toContainText('no DICOM echo on port 11112')
  expect(table()).not.toContain('192.168.85.201:11112')
  for (let i = 0; i < 2; i++) expect(print(world().lab, VIP)).toBe(true)
  printers[1]?.on()
  await expect(row).toContainText('Up', { timeout: GREEN_WITHIN })
})

test('S-09.5: the same printer in a Layer 7 service is a conflict at its field, in either order', async () => {
  await layer7.addService(page, {
    Label: 'DICOM-L7',
    'IP Address': '192.168.85.190',
    Ports: '11112',
    'Layer 7 Protocol': 'TCP Mode',
  })
  await layer7.addServer(page, 'DICOM-L7', {
    Label: 'L7-Printer-1',
    'Real Server IP Address': '192.168.85.200',
    'Real Server Port': '11112',
  })
  await expect(layer7.box(page)).toContainText('This stops the commit')
  await rowOf(page, 'L7-Printer-1').getByRole('link', { name: 'Modify' }).click()
  await expect(page.locator('form')).toContainText('DICOM-Print')
  await expect(await field(page, 'Real Server Port')).toHaveAttribute('aria-invalid', 'true')
  await fillAndUpdate(page, { 'Real Server Port': '11113' })
  await expect(rowOf(page, 'L7-Printer-1')).toBeVisible()
  await layer7.commit(page)
  await addServerAt4(page, 'DICOM-Print', {
    Label: 'Clash',
    'Real Server IP Address': '192.168.85.200',
    'Real Server Port': '11113',
  })
  await expect(page.getByRole('grid').filter({ hasText: 'Clash' })).toContainText('DICOM-L7')
  expect(table()).not.toContain('192.168.85.200:11113')
})
