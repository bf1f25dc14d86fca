// S-08: the OKI DICOM guide, section 10, followed word for word; then the machine is asked, not the page.
import { expect, type Page, test } from '@playwright/test'
import { Printer, print } from '../lab/dicom.ts'
import { field, fill, fillAndUpdate, menu, rowOf, update } from '../support/pages.ts'
import { worldOf } from '../support/world.ts'

const VIP = '192.168.85.190'
const RED_WITHIN = 11_000
const world = worldOf()

test.describe.configure({ mode: 'serial' })

let page: Page
let printers: Printer[]

test.beforeAll(async () => {
  const { lab } = world()
  printers = ['rs1', 'rs2', 'rs3'].map((machine) => new Printer(lab, machine))
  for (const printer of printers) printer.on()
  page = await world().loggedIn()
})

test('S-08.1 V7-01 V7-02 V7-03 FR-08: Configuring the Virtual Service', async () => {
  await menu(page, 'Cluster Configuration', 'Layer 7 – Virtual Services')
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Layer 7 - Add a new Virtual Service/)
  await expect(await field(page, 'Layer 7 Protocol')).toHaveValue('http')
  await fillAndUpdate(page, {
    Label: 'DICOM-Print',
    'IP Address': VIP,
    Ports: '11112',
    'Layer 7 Protocol': 'TCP Mode',
  })
  await expect(rowOf(page, 'DICOM-Print')).toBeVisible()
})

test('S-08.2 V7-06 V7-08 V7-09 V7-10: no persistence, DICOM-C-ECHO as its check', async () => {
  await rowOf(page, 'DICOM-Print').getByRole('link', { name: 'Modify' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Layer 7 - Modify Virtual Service/)
  await fill(page, 'Persistence Mode', 'None')
  await expect(await field(page, 'Health Checks')).toHaveValue('connect')
  await expect(page.getByText('Check Script', { exact: true })).toBeHidden()
  await fill(page, 'Health Checks', 'External script')
  await fill(page, 'Check Script', 'DICOM-C-ECHO')
  await update(page)
  await expect(rowOf(page, 'DICOM-Print')).toBeVisible()
})

test('S-08.3 R7-01 R7-02 R7-03 R7-05 R7-06: Defining the Real Servers', async () => {
  for (const [label, address] of [
    ['OKI-DICOM-Printer-1', '192.168.85.200'],
    ['OKI-DICOM-Printer-2', '192.168.85.201'],
    ['OKI-DICOM-Printer-3', '192.168.85.202'],
  ] as const) {
    await menu(page, 'Cluster Configuration', 'Layer 7 – Real Servers')
    await page.getByRole('link', { name: 'Add a new Real Server' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      /Layer 7 Add a new Real Server - DICOM-Print/,
    )
    await expect(await field(page, 'Re-Encrypt to Backend')).not.toBeChecked()
    await expect(await field(page, 'Weight')).toHaveValue('100')
    await fillAndUpdate(page, {
      Label: label,
      'Real Server IP Address': address,
      'Real Server Port': '11112',
    })
    await expect(rowOf(page, label)).toBeVisible()
  }
})

test('S-08.4 CM-01 CM-02 CM-03 MN-01: refused before Reload HAProxy, served after', async () => {
  const { lab, appliance } = world()
  expect(print(lab, VIP)).toBe(false)
  expect(appliance.machine.addresses()).not.toContain(`${VIP}/32`)
  await menu(page, 'Maintenance', 'Restart Services')
  await page.getByRole('main').getByRole('button', { name: 'Reload HAProxy' }).last().click()
  await expect(page.getByText('Commit changes', { exact: true })).toBeHidden({ timeout: 15_000 })
  expect(appliance.machine.addresses()).toContain(`${VIP}/32`)
  expect(appliance.machine.listeners()).toContain(`${VIP}:11112`)
  await expect
    .poll(() => appliance.servers(), { timeout: RED_WITHIN })
    .toEqual({
      'DICOM-Print/OKI-DICOM-Printer-1': 'no check L7OK',
      'DICOM-Print/OKI-DICOM-Printer-2': 'no check L7OK',
      'DICOM-Print/OKI-DICOM-Printer-3': 'no check L7OK',
    })
})

test('S-08.5 PB-06 PS-09 SO-07 SO-17: test prints go to all printers, System Overview shows three Up', async () => {
  const { lab } = world()
  for (let i = 0; i < 6; i++) expect(print(lab, VIP)).toBe(true)
  expect(printers.map((printer) => printer.prints() > 0)).toEqual([true, true, true])
  await menu(page, 'System Overview')
  await expect(rowOf(page, 'DICOM-Print')).toContainText('Up')
  for (const text of [VIP, '11112', 'TCP', 'Layer 7', 'Proxy'])
    await expect(rowOf(page, 'DICOM-Print')).toContainText(text)
  for (const n of [1, 2, 3]) {
    const row = rowOf(page, `OKI-DICOM-Printer-${n}`)
    for (const text of ['Up', `192.168.85.20${n - 1}`, '11112', '100']) await expect(row).toContainText(text)
  }
})

test('SO-08 SO-09 SO-10 HC: one printer off is red with its reason within the check time, prints go on', async () => {
  const { lab, appliance } = world()
  await printers[1]?.off()
  const row = rowOf(page, 'OKI-DICOM-Printer-2')
  await expect(row).toContainText('Down', { timeout: RED_WITHIN })
  await expect(row).toContainText('no DICOM echo on port 11112')
  expect((await appliance.servers())['DICOM-Print/OKI-DICOM-Printer-2']).toMatch(/^DOWN/)
  await expect(rowOf(page, 'DICOM-Print')).toContainText('Some up')
  for (let i = 0; i < 4; i++) expect(print(lab, VIP)).toBe(true)
})

test('SO-08: green again by itself when the printer is back', async () => {
  printers[1]?.on()
  await expect(rowOf(page, 'OKI-DICOM-Printer-2')).toContainText('Up', { timeout: RED_WITHIN })
  await expect(rowOf(page, 'DICOM-Print')).not.toContainText('Some up')
})
