// Layer 7 forms: what a field and what a rule refuses, what waits for a commit, text carried literally, keyboard alone.
import { expect, type Page, test } from '@playwright/test'
import { Web } from './lab/web.ts'
import {
  addServer,
  addService,
  box,
  commit,
  modifyService,
  remove,
  stored,
  toServices,
} from './support/layer7.ts'
import { field, fill, fillAndUpdate, menu, rowOf, update } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
})
const VIP = '192.168.85.150'
const CHECK_TIME = 11_000

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  page = await world().loggedIn()
})

test('V7-02 FR-16: what one field refuses stands at the field, and nothing is stored', async () => {
  await toServices(page)
  await page.getByRole('link', { name: 'Add a new Virtual Service' }).first().click()
  await fillAndUpdate(page, { Label: 'no good', 'IP Address': '192.168.85.300', Ports: '0' })
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Not saved.')
  for (const label of ['Label', 'IP Address', 'Ports']) {
    const control = await field(page, label)
    await expect(control).toHaveAttribute('aria-invalid', 'true')
    const described = (await control.getAttribute('aria-describedby')) ?? ''
    await expect(page.locator(`[id="${described.split(' ').at(-1)}"]`)).not.toBeEmpty()
  }
  for (const help of await page.getByRole('button', { name: /^Help: / }).all())
    await expect(help).toBeVisible()
  expect(await stored(page)).toEqual([])
})

test('FR-17: Cancel stores nothing', async () => {
  await fill(page, 'Label', 'Never')
  await page.getByRole('button', { name: 'Cancel' }).click()
  const leave = page.getByRole('alertdialog')
  if (await leave.isVisible()) await leave.getByRole('button').last().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 7 – Virtual Services')
  expect(await stored(page)).toEqual([])
})

test('V7-03 V7-04 V7-07 X-02: a fresh service in HTTP Mode has the documented presets', async () => {
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80,8080' })
  await rowOf(page, 'Web').getByRole('link', { name: 'Modify' }).click()
  for (const [label, value] of Object.entries({
    'Layer 7 Protocol': 'HTTP Mode',
    'Balance Mode': 'Weighted Least Connections',
    'Persistence Mode': 'HTTP Cookie',
    'Health Checks': 'Connect to port',
  }))
    await expect((await field(page, label)).locator('option:checked')).toHaveText(value)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(rowOf(page, 'Web')).toBeVisible()
})

test('CM-01 CM-05: the box stands on every page, names the change, and goes when it is undone', async () => {
  await expect(box(page)).toContainText('Web')
  for (const [title, entry] of [
    ['System Overview'],
    ['Cluster Configuration', 'Layer 7 – Real Servers'],
    ['Maintenance', 'Restart Services'],
    ['Maintenance', 'Passwords'],
  ] as const) {
    await menu(page, title, entry)
    await expect(box(page)).toBeVisible()
  }
  const other = await world().loggedIn()
  await expect(box(other)).toContainText('Web')
  await toServices(page)
  await remove(page, 'Web')
  await expect(box(page)).toBeHidden()
  await expect(box(other)).toBeHidden()
  await other.context().close()
})

test('V4-19 and our own rules: what only holds together is said at field, row and box, and stops the commit', async () => {
  const { lab, appliance } = world()
  const holder = lab
    .at('appliance')
    .start([process.execPath, '-e', 'require("net").createServer().listen(7000)'])
  const sentences: Record<string, [string, string, string]> = {
    Outside: ['10.99.0.5', '80', 'No interface holds 10.99.0.5'],
    Own: ['0.0.0.0', '9443', 'own port'],
    Held: ['192.168.85.151', '7000', `process ${holder.pid}) already holds port 7000`],
    First: ['192.168.85.152', '5000-5010', 'Second already answers on 192.168.85.152:5005'],
    Second: ['192.168.85.152', '5005', 'First already answers on 192.168.85.152:5005'],
  }
  for (const [label, [address, ports]] of Object.entries(sentences))
    await addService(page, {
      Label: label,
      'IP Address': address,
      Ports: ports,
      'Layer 7 Protocol': 'TCP Mode',
    })
  for (const [label, [, , sentence]] of Object.entries(sentences)) {
    await expect(page.getByRole('table').or(page.getByRole('grid'))).toContainText(sentence)
    await rowOf(page, label).getByRole('link', { name: 'Modify' }).click()
    await expect(page.locator('form')).toContainText(sentence)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 7 – Virtual Services')
  }
  await expect(box(page)).toContainText('This stops the commit')
  await box(page).getByRole('button', { name: 'Reload HAProxy' }).click()
  await expect(box(page)).toContainText('Not applied.')
  expect(appliance.machine.listeners().filter((l) => l.endsWith(':5005'))).toEqual([])
  for (const label of Object.keys(sentences)) await remove(page, label)
  await holder.stop()
})

test('X-02: HTTP Cookie in TCP Mode is refused by a rule at its field', async () => {
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80,8080' })
  await modifyService(page, 'Web', { 'Layer 7 Protocol': 'TCP Mode' })
  await expect(box(page)).toContainText('HTTP Cookie needs HTTP Mode')
  await modifyService(page, 'Web', { 'Layer 7 Protocol': 'HTTP Mode' })
  await expect(box(page)).not.toContainText('HTTP Cookie needs HTTP Mode')
})

test('HC-12 HC-13 HC-14 HC-16: nasty text in a check is carried through literally', async () => {
  const body = `a"b'c\\d #e;f $(g) \`h\` ../i %[j] {k}`
  const target = `/x?a="b"&c='d'&e=$(f)\`g\`;h#i\\j%20k`
  const odd = new Web(world().lab, 'rs1', [7070], body)
  odd.on()
  await addService(
    page,
    { Label: 'Odd', 'IP Address': VIP, Ports: '7070', 'Layer 7 Protocol': 'TCP Mode' },
    { 'Health Checks': 'Negotiate HTTP (GET)', 'Request to send': target, 'Response expected': body },
  )
  await addServer(page, 'Odd', { Label: 'odd1', 'Real Server IP Address': '192.168.85.200' })
  await commit(page)
  await expect
    .poll(async () => (await world().appliance.servers())['Odd/odd1'], { timeout: CHECK_TIME })
    .toBe('UP')
  expect(odd.asked()).toContain(target)
  await modifyService(page, 'Odd', { 'Response expected': `${body}!` })
  await commit(page)
  await expect
    .poll(async () => (await world().appliance.servers())['Odd/odd1'], { timeout: CHECK_TIME })
    .toMatch(/^DOWN/)
})

test('every free text refuses what it cannot carry, with a sentence', async () => {
  await toServices(page)
  await rowOf(page, 'Odd').getByRole('link', { name: 'Modify' }).click()
  const long = 'x'.repeat(10_000)
  for (const [label, nasty] of Object.entries({
    Label: ['a b', 'a#b', 'a;b', '`id`', '$(id)', '../a', '"a"', 'a\u202eb', long],
    'Request to send': ['no-slash', '/a b', '/\u202ea', `/${long}`],
    'Response expected': ['a\u202eb', '\u0007', long],
  }))
    for (const text of nasty) {
      await fill(page, label, text)
      await update(page)
      await expect(await field(page, label), `${label}: ${text.slice(0, 20)}`).toHaveAttribute(
        'aria-invalid',
        'true',
      )
      await fill(page, label, label === 'Label' ? 'Odd' : '/')
    }
  await page.getByRole('button', { name: 'Cancel' }).click()
  const leave = page.getByRole('alertdialog')
  if (await leave.isVisible()) await leave.getByRole('button').last().click()
})

test('keyboard only: a service from nothing to the preview', async () => {
  await menu(page, 'System Overview')
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key)
  }
  await page.locator('body').press('g')
  await keys('7')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 7 – Virtual Services')
  await keys('n')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 7 - Add a new Virtual Service')
  for (const [label, text] of [
    ['Label', 'Keys'],
    ['IP Address', '192.168.85.153'],
    ['Ports', '90'],
  ] as const) {
    const control = await field(page, label)
    for (let i = 0; i < 40 && !(await control.evaluate((e) => e === document.activeElement)); i++)
      await keys('Tab')
    await page.keyboard.type(text)
  }
  await keys('Control+Enter')
  await expect(rowOf(page, 'Keys')).toBeVisible()
  await page.locator('body').press('c')
  await expect(box(page)).toContainText('Read back what runs')
  await rowOf(page, 'Keys').getByRole('button', { name: 'Delete' }).focus()
  await keys('Enter')
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
  await keys('Tab', 'Enter')
  await expect(rowOf(page, 'Keys')).toBeHidden()
})
