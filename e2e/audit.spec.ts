// The audit trail: what people do stands there, the agent keeps it in a file only root can write, and whatever is done to that file shows.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { addServer, addService, commit, modifyService, toServices } from './support/layer7.ts'
import { menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
})
test.describe.configure({ mode: 'serial' })

let page: Page
/** Two of the appliance itself as it starts: where its own web servers listen. */
const COMMITS = 3
const folder = () => join(world().appliance.state, 'agent/audit')
const file = () => join(folder(), readdirSync(folder())[0] ?? '')
const lines = () => readFileSync(file(), 'utf8').trimEnd().split('\n')
const write = (all: readonly string[]) => writeFileSync(file(), `${all.join('\n')}\n`)
const toAudit = () => menu(page, 'Logs', 'Audit')
const table = () => page.getByRole('table', { name: 'Audit trail' })
const entries = () => table().locator('tr.vip')
const main = () => page.getByRole('main')
/** The entry in the file that speaks of it. */
const numberOf = (what: string): number => {
  const found = lines().find((l) => l.includes(what))
  if (!found) throw new Error(`nothing in the file says ${what}`)
  return (JSON.parse(found) as { n: number }).n
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  page = await world().loggedIn()
  await addService(page, { Label: 'Web', 'IP Address': '192.168.85.150', Ports: '80' })
  await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': '192.168.85.200' })
  await commit(page)
})

test('login, saves and the commit with its read-back stand there as written; each opens to what it changed', async () => {
  await modifyService(page, 'Web', { Ports: '81' })
  await toAudit()
  await expect(main()).toContainText('in the file as written, each chained to the one before')
  await expect(entries().nth(0)).toContainText(
    /loadbalancer\s*192\.168\.85\.10\s*Save\s*Virtual Service Web\s*done\s*As written/,
  )
  await expect(entries().nth(1)).toContainText(/Commit\s*Reload HAProxy\s*applied generation \d+/)
  await expect(entries().filter({ hasText: 'Login' })).toContainText('done')
  await entries().nth(0).getByRole('button').click()
  await expect(table().locator('.versus')).toContainText(/Ports\s*80\s*81/)
  await expect(table().locator('.versus tbody tr')).toHaveCount(1)
  await entries().nth(1).getByRole('button').click()
  await expect(table()).toContainText('Read back')
  expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([])
})

test('search, filters in the address, one item from its form, and files', async () => {
  await page.getByRole('searchbox', { name: 'Search the audit trail' }).fill('web1')
  await expect(entries()).toHaveCount(1)
  await expect(page).toHaveURL(/text=web1/)
  await page.getByRole('searchbox', { name: 'Search the audit trail' }).fill('')
  await page.getByLabel('Action', { exact: true }).selectOption('Commit')
  await expect(entries()).toHaveCount(COMMITS)
  await page.reload()
  await expect(page.getByLabel('Action', { exact: true })).toHaveValue('commit')
  await expect(entries()).toHaveCount(COMMITS)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download JSON lines' }).click()
  const file = await download
  expect(await file.failure()).toBeNull()
  const all = readFileSync(await file.path(), 'utf8').trim()
  expect(all).toMatch(/^\{"id":.*"action":"commit"/)
  expect(all.split('\n').map((l) => (JSON.parse(l) as { state: string }).state)).toEqual(
    Array(COMMITS).fill('kept'),
  )
  await toServices(page)
  await rowOf(page, 'Web').getByRole('link', { name: 'Modify' }).click()
  const last = page.getByRole('region', { name: 'Changed last' })
  await expect(last).toContainText(/Ports\s*loadbalancer/)
  await last.getByRole('link', { name: 'All its changes' }).click()
  await expect(entries()).toHaveCount(2)
  await page.getByRole('link', { name: 'Show all' }).click()
  await expect(entries().filter({ hasText: 'Login' })).not.toHaveCount(0)
})

test('nobody but root reads or writes the file', () => {
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(statSync(file()).uid).toBe(0)
  expect(statSync(folder()).mode & 0o777).toBe(0o700)
  const asConsole = ['--reuid', 'fulcrum', '--regid', 'fulcrum', '--clear-groups', 'cat', file()]
  expect(() => execFileSync('setpriv', asConsole, { stdio: 'ignore' })).toThrow()
})

test('a changed, a removed and a moved line show, with their place, and a file cut at its end', async () => {
  const before = lines()
  const n = numberOf('web1')
  write(before.map((l) => (l.includes(`"n":${n},`) ? l.replace('web1', 'evil') : l)))
  await page.reload()
  await expect(main()).toContainText(`Entry ${n} was changed in the file after it was written (line ${n} of `)
  const changed = entries().filter({ hasText: 'Real Server web1' })
  await expect(changed).toContainText('Changed')
  await changed.getByRole('button').click()
  await expect(table()).toContainText('The file says other values.')
  expect((await new AxeBuilder({ page }).analyze()).violations.map((v) => v.id)).toEqual([])
  write(before.filter((_, i) => i !== n - 1))
  await page.reload()
  await expect(main()).toContainText(`Entry ${n} was removed from the file.`)
  await expect(entries().filter({ hasText: 'Real Server web1' })).toContainText('Missing')
  write([...before.slice(0, n - 1), ...before.slice(n), before[n - 1] ?? ''])
  await page.reload()
  await expect(main()).toContainText(`Entry ${n} stands in another place than written`)
  write(before.slice(0, -2))
  await page.reload()
  await expect(main()).toContainText(
    `Entries ${before.length - 1} to ${before.length} were removed from the file.`,
  )
  await expect(entries().nth(0)).toContainText('Missing')
  write(before)
  await page.reload()
  await expect(main()).toContainText('in the file as written')
  await expect(table()).not.toContainText('Missing')
})

test('while the agent is away entries wait, and are said to; it takes each once when it is back', async () => {
  const count = lines().length
  const agent = world().agentPid()
  process.kill(agent, 'SIGSTOP')
  try {
    await expect(main()).toContainText('does not answer', { timeout: 15_000 })
    await modifyService(page, 'Web', { Ports: '82' })
    await toAudit()
    await expect(main()).toContainText(/it is not checked, and \d+ entr(y is|ies are) not yet taken/, {
      timeout: 15_000,
    })
    await expect(entries().nth(0)).toContainText('Not yet taken')
    await expect(entries().filter({ hasText: 'Login' }).first()).toContainText('Not checked')
  } finally {
    process.kill(agent, 'SIGCONT')
  }
  await expect(entries().filter({ hasText: 'Virtual Service Web' }).first()).toContainText('As written', {
    timeout: 15_000,
  })
  await expect(main()).not.toContainText('not yet taken')
  const ids = lines().map((l) => (JSON.parse(l) as { id: number }).id)
  expect(ids.length).toBeGreaterThan(count)
  expect(new Set(ids).size).toBe(ids.length)
})

test('wide and narrow, light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1366, 390]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: test.info().outputPath(`audit-${colorScheme}-${width}.png`) })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
})
