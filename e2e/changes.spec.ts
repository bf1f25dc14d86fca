// State changes from the machine to the page, as a file and by webhook; and a server that is expected to be down.
import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { Web } from './lab/web.ts'
import { addServer, addService, box, commit } from './support/layer7.ts'
import { field, fill, menu, rowOf, update } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
})
const VIP = '192.168.85.150'
const RIP = '192.168.85.200'
const CHECK_TIME = 11_000

test.describe.configure({ mode: 'serial' })

let page: Page
let web: Web
let hook: Web

async function between(from: string, to: string): Promise<void> {
  await page.getByLabel('From', { exact: true }).fill(from)
  await page.getByLabel('To', { exact: true }).fill(to)
}
const toChanges = () => menu(page, 'Reports', 'State Changes')
const rows = () => page.getByRole('table', { name: 'State changes' }).locator('tbody tr')

test.beforeAll(async () => {
  test.setTimeout(120_000)
  web = new Web(world().lab, 'rs1', [80])
  hook = new Web(world().lab, 'rs1', [90], 'hook')
  web.on()
  hook.on()
  page = await world().loggedIn()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': RIP })
  await addService(page, { Label: 'Pair', 'IP Address': VIP, Ports: '90' })
  await addServer(page, 'Pair', { Label: 'active', 'Real Server IP Address': RIP })
  await addServer(page, 'Pair', {
    Label: 'passive',
    'Real Server IP Address': RIP,
    'Real Server Port': '91',
  })
  await rowOf(page, 'passive').getByRole('link', { name: 'Modify' }).click()
  await page.getByRole('button', { name: 'Advanced +' }).click()
  await (await field(page, 'Expected Down')).check()
  await update(page)
  await commit(page)
})

test('FR-05 LC-13: a test of the webhook and the relay says at which step it fails', async () => {
  await menu(page, 'Local Configuration', 'Physical – Advanced Configuration')
  const outcome = page.getByRole('region', { name: 'Send a test' })
  const send = page.getByRole('button', { name: 'Send a test' })
  await send.click()
  await expect(outcome).toContainText('Not sent. There is neither a relay with recipients nor a webhook.')
  await fill(page, 'SMTP Relay', RIP)
  await update(page)
  await expect(page.getByRole('main')).toContainText('E-mail needs an SMTP Relay, a Sender and Recipients.')
  await fill(page, 'Sender', 'lb1@example.com')
  await fill(page, 'Recipients', 'night@example.com; day@example.com')
  await fill(page, 'Webhook', `http://${RIP}:90/alarm`)
  await update(page)
  await expect(await field(page, 'Recipients')).toHaveValue('night@example.com, day@example.com')
  await expect(box(page)).toBeHidden({ timeout: 10_000 })
  await send.click()
  await expect(outcome).toContainText(`${RIP} refuses connections on port 25.`, { timeout: 10_000 })
  await expect(outcome).toContainText(`${RIP}:90 answered HTTP 200 OK.`)
  await fill(page, 'Webhook', 'http://nowhere.invalid/')
  await update(page)
  await send.click()
  await expect(outcome).toContainText(/name nowhere\.invalid is not known|No name server answered/, {
    timeout: 15_000,
  })
  await fill(page, 'Webhook', `http://${RIP}:90/alarm`)
  await update(page)
  await expect(page.locator('.row.changed')).toHaveCount(0) // until then the page asks before it is left
})

test('SO-11: the passive server is red and says why, its service is up, and the sentence leaves it out', async () => {
  await menu(page, 'System Overview')
  await expect(rowOf(page, 'passive')).toContainText('expected down: connection refused on port 91', {
    timeout: CHECK_TIME,
  })
  await expect(rowOf(page, 'passive')).toContainText('Down')
  await expect(rowOf(page, 'Pair').first()).toContainText('Up')
  await expect(page.getByRole('main')).toContainText('All 2 virtual services are up.')
})

test('LO-02: a server that stops is on the open page with time and reason, and the webhook is called', async () => {
  await toChanges()
  await expect(page.getByRole('heading', { name: 'No changes of state yet' })).toBeVisible()
  const alarms = hook.asked().filter((target) => target === '/alarm').length
  await web.off()
  await expect(rows()).toHaveCount(2, { timeout: CHECK_TIME })
  await expect(rows().nth(0)).toContainText(/Web\s*Up\s*Down\s*web1: connection refused on port 80/)
  await expect(rows().nth(1)).toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\s*Web\/web1\s*Up\s*Down/)
  await expect.poll(() => hook.asked().filter((target) => target === '/alarm').length).toBe(alarms + 1)
})

test('search as you type, from and to in the address, one row’s changes from the overview, and all of it as CSV', async () => {
  const search = page.getByRole('searchbox', { name: 'Search state changes' })
  await search.fill('web/web1 refused')
  await expect(rows()).toHaveCount(1)
  await search.fill('prnt')
  await expect(page.getByRole('main')).toContainText('Nothing matches ‘prnt’.')
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(rows()).toHaveCount(2)
  await between('2020-01-01T00:00', '2020-01-01T00:01')
  await expect(page.getByRole('main')).toContainText(
    'No change of state from 2020-01-01 00:00 UTC to 2020-01-01 00:01 UTC.',
  )
  await page.reload()
  await expect(page.getByLabel('To', { exact: true })).toHaveValue('2020-01-01T00:01')
  await page.getByRole('button', { name: 'Clear search' }).click()
  await expect(page).toHaveURL(/\/state-changes$/)
  await between('2020-01-01T00:00', '2099-12-31T23:59')
  await expect(rows()).toHaveCount(2)
  expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([])
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^state-changes-.+\.csv$/)
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines[0]).toBe('Time (UTC),Service,Server,From,To,Reason,Former state lasted (s)')
  expect(lines[1]).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,Web,,Up,Down,web1: connection refused on port 80; the fallback answers,\d+$/,
  )
  expect(lines).toHaveLength(3)
  await menu(page, 'System Overview')
  await rowOf(page, 'web1').getByRole('link', { name: 'Down' }).click()
  await expect(page.getByRole('main')).toContainText('Only Web/web1')
  await expect(rows()).toHaveCount(1)
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(rows()).toHaveCount(2)
})

test('what comes while somebody reads waits behind a button', async () => {
  await rows().first().hover()
  web.on()
  await page.getByRole('button', { name: 'Show 2 new changes' }).click({ timeout: CHECK_TIME })
  await expect(rows()).toHaveCount(4)
  await expect(rows().nth(0)).toContainText(/Web\s*Down\s*Up/)
})
