// The overview's filter: search as you type, chips by state, by mouse and by keyboard.
import { expect, type Page, test } from '@playwright/test'
import { Web } from './lab/web.ts'
import { addServer, addService, commit } from './support/layer7.ts'
import { menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

test.describe.configure({ mode: 'serial' })

const world = worldOf()
let page: Page

test.beforeAll('one service that runs, one that waits', async () => {
  test.setTimeout(120_000)
  page = await world().loggedIn()
  new Web(world().lab, 'rs1', [80]).on()
  await addService(page, { Label: 'Print', 'IP Address': '192.168.85.190', Ports: '80,5011-5025' })
  await addServer(page, 'Print', {
    Label: 'OKI-1',
    'Real Server IP Address': '192.168.85.200',
    'Real Server Port': '80',
  })
  await commit(page)
  await addService(page, { Label: 'PACS', 'IP Address': '192.168.85.191', Ports: '104' })
  await menu(page, 'System Overview')
  await expect(rowOf(page, 'Print').first()).toContainText('Up', { timeout: 15_000 })
})

const box = () => page.getByRole('searchbox', { name: 'Filter' })
const chip = (name: string) => page.getByRole('group', { name: 'Show' }).getByRole('button', { name })

test('the key / leads to the filter; what is typed is looked for in label, address, port and state', async () => {
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('/')
  await expect(box()).toBeFocused()
  for (const [text, found, not] of [
    ['pri', 'Print', 'PACS'],
    ['85.191', 'PACS', 'Print'],
    ['5017', 'Print', 'PACS'],
    ['not running', 'PACS', 'Print'],
  ] as const) {
    await box().fill(text)
    await expect(rowOf(page, not)).toBeHidden()
    await expect(rowOf(page, found).first()).toBeVisible()
  }
})

test('a service found by one of its servers shows it', async () => {
  await page.getByRole('button', { name: 'Collapse all' }).click()
  await box().fill('OKI')
  await expect(rowOf(page, 'OKI-1')).toBeVisible()
  await expect(rowOf(page, 'PACS')).toBeHidden()
  await expect(page.getByText('1 virtual service shown')).toBeAttached()
  await box().press('Escape')
  await expect(box()).toHaveValue('OKI') // what floats closes; text is never lost
})

test('nothing found says what was looked for, and clears it', async () => {
  await box().fill('prnt')
  await expect(page.getByText('Nothing matches ‘prnt’.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filter.' }).click()
  await expect(box()).toHaveValue('')
  await expect(rowOf(page, 'Print').first()).toBeVisible()
  await expect(rowOf(page, 'PACS')).toBeVisible()
})

test('chips count services by state, not green first', async () => {
  const names = await page.getByRole('group', { name: 'Show' }).getByRole('button').allInnerTexts()
  expect(names.map((n) => n.replace(/\s+/g, ' '))).toEqual(['All 2', 'Not green 1', 'Not running 1', 'Up 1'])
  await chip('Not green').click()
  await expect(chip('Not green')).toHaveAttribute('aria-pressed', 'true')
  await expect(rowOf(page, 'Print')).toBeHidden()
  await expect(rowOf(page, 'PACS')).toBeVisible()
  await chip('All').click()
})

test('at 390 px nothing has to be scrolled sideways', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(box()).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})
