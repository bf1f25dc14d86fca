// The frame around every page, and the overview as one reads it: strip, clock, footer, help, sorting, long labels, narrow screens.
import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { Web } from './lab/web.ts'
import { addServer, addService, commit, toServices } from './support/layer7.ts'
import { field, menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
})
const CHECK_TIME = 11_000
const LONG = `Archive-${'of-the-radiology-department-'.repeat(3)}two`

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  test.setTimeout(120_000)
  new Web(world().lab, 'rs1', [80, 8080]).on()
  page = await world().loggedIn()
  await addService(page, { Label: 'web', 'IP Address': '192.168.85.150', Ports: '80' })
  await addServer(page, 'web', { Label: 'Rs1', 'Real Server IP Address': '192.168.85.200' })
  await addService(page, { Label: 'Six', 'IP Address': '192.168.85.20', Ports: '25,53,80,443,465,587' })
  await addServer(page, 'Six', { Label: 'six1', 'Real Server IP Address': '192.168.85.200' })
  await addService(page, { Label: LONG, 'IP Address': '192.168.85.150', Ports: '8080' })
  await addServer(page, LONG, { Label: 'Rs8080', 'Real Server IP Address': '192.168.85.200' })
  await commit(page)
  await menu(page, 'System Overview')
})

test('FR-09 FR-10: the strip marks the true words, and the age of the facts moves by itself', async () => {
  const strip = page.getByRole('list', { name: 'This appliance' }).getByRole('listitem')
  await expect(strip).toHaveText(['Primary', 'not Secondary', 'Active', 'not Passive', 'not Link'])
  const age = page.getByTitle('Age of the newest facts on this page')
  const ages = new Set<string>()
  await expect.poll(async () => ages.add((await age.textContent()) ?? '').size).toBeGreaterThan(2)
  for (const text of ages) expect(text).toMatch(/^Live\s*[0-2]\.\d s ago$/)
})

test('FR-13: the footer has copyright, product and the version of the release', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  await expect(page.getByRole('contentinfo')).toHaveText(`© 2026 the Fulcrum authorsFulcrum – v${version}`)
})

test('SO-02: the appliance’s time stands on the page as the guides write it', async () => {
  const text = (await page.getByRole('banner').getByRole('time').textContent()) ?? ''
  expect(Math.abs(Date.parse(text.replace(' UTC', 'Z').replace(' ', 'T')) - Date.now())).toBeLessThan(3000)
})

test('FR-04 FR-06 FR-07 X-08: the menu has the pages that work, in the documented order', async () => {
  const navigation = page.getByRole('navigation', { name: 'Main menu' })
  for (const fold of await navigation.getByRole('button').all())
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
  await expect(navigation.getByRole('link')).toHaveText([
    'System Overview',
    'Network Interface Configuration',
    'External Authentication',
    'Physical – Advanced Configuration',
    'Security',
    'API Tokens',
    'Layer 4 – Virtual Services',
    'Layer 4 – Real Servers',
    'Layer 4 – Advanced Configuration',
    'Layer 7 – Virtual Services',
    'Layer 7 – Real Servers',
    'Floating IPs',
    'Backup & Restore',
    'Restart Services',
    'Passwords',
    'Fallback Page',
    'History',
    'Layer 4 Status',
    'Layer 4 Current Connections',
    'State Changes',
    'Audit',
  ])
})

test('SO-01 SO-10 HC-03: a sentence and three looks: all up, none up, by connecting to the port', async () => {
  await expect(rowOf(page, 'Rs1')).toContainText('Up', { timeout: CHECK_TIME })
  await expect(rowOf(page, 'six1')).toContainText('Down', { timeout: CHECK_TIME })
  await expect(rowOf(page, 'six1')).toContainText(/port 25 refused|connection refused on port 25/)
  await expect(page.getByRole('main')).toContainText('Six has no server left.')
})

test('V7-15: a service carries TCP only, as its help says: UDP 53 stays closed', async () => {
  const open = world().lab.at('appliance').must(['ss', '-Hlun'])
  expect(open).not.toMatch(/:53\b/)
  await toServices(page)
  await rowOf(page, 'Six').getByRole('link', { name: 'Modify' }).click()
  await page.getByRole('button', { name: 'Help: Layer 7 Protocol' }).click()
  await expect(page.getByRole('main')).toContainText('UDP needs a Layer 4 service')
  await menu(page, 'System Overview')
})

test('SO-04: every heading sorts up and down, and a third click gives back the order of creation', async () => {
  const names = () =>
    page.locator('tr.vip .c-name :is(a, button)').evaluateAll((all) => all.map((e) => e.textContent))
  const heading = (name: string) => page.getByRole('columnheader').getByRole('button', { name, exact: true })
  expect(await names()).toEqual(['web', 'Six', LONG])
  await heading('IP').click()
  await expect.poll(names).toEqual(['Six', 'web', LONG])
  await expect(page.getByRole('columnheader', { name: 'IP' }).first()).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  await heading('IP').click()
  await expect.poll(async () => (await names()).at(-1)).toBe('Six')
  await heading('IP').click()
  await expect.poll(names).toEqual(['web', 'Six', LONG])
})

test('SO-16 SO-20 X-40 X-41: long ports and labels are cut, keep their case, and can be read whole', async () => {
  const cut = rowOf(page, 'Six').first().getByRole('button', { name: '25,53,80,443,465,587' })
  await expect(cut).toHaveText('25,53,80..')
  await cut.focus()
  await expect(page.getByRole('tooltip')).toContainText('25,53,80,443,465,587')
  await page.keyboard.press('Escape')
  const label = page.getByRole('row').getByText(LONG, { exact: true })
  const { shown, whole } = await label.evaluate((e) => ({ shown: e.clientWidth, whole: e.scrollWidth }))
  expect(whole).toBeGreaterThan(shown)
  await label.hover()
  await expect(page.getByRole('tooltip')).toContainText(LONG)
})

test('FR-16: the title’s and every field’s "?" opens its help, and Escape closes it', async () => {
  await page.getByRole('button', { name: 'Help: System Overview' }).click()
  await expect(page.getByRole('main')).toContainText(/Virtual Service/)
  await toServices(page)
  await rowOf(page, 'Six').getByRole('link', { name: 'Modify' }).click()
  const helps = page.locator('form').getByRole('button', { name: /^Help: / })
  await expect(await field(page, 'Check Port')).toBeVisible()
  expect(await helps.count()).toBe(await page.locator('form .row').count())
  for (const help of await helps.all()) {
    await help.click()
    await expect(help).toHaveAttribute('aria-expanded', 'true')
  }
})

test('FR-18 V7-11 X-15: Advanced opens and closes by click and by key; several ports open it by themselves', async () => {
  const checks = page.getByRole('group', { name: 'Health Checks' })
  await expect(await field(page, 'Check Port')).toBeVisible()
  await checks.getByRole('button', { name: /^Advanced/ }).press('Enter')
  await expect(page.getByLabel('Check Port', { exact: true })).toBeHidden()
  await checks.getByRole('button', { name: /^Advanced/ }).click()
  await expect(page.getByLabel('Check Port', { exact: true })).toBeVisible()
})

test('at 390 px nothing is lost: menu behind its button, no sideways scrolling, actions in sight', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${world().url}/`)
  await expect(rowOf(page, 'Rs1')).toContainText('192.168.85.200')
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth)
  expect(await wide()).toBeLessThanOrEqual(390)
  await page.getByRole('button', { name: 'Main menu' }).click()
  await menu(page, 'Cluster Configuration', 'Layer 7 – Virtual Services')
  await expect(rowOf(page, 'Six').getByRole('link', { name: 'Modify' })).toBeInViewport()
  expect(await wide()).toBeLessThanOrEqual(390)
})
