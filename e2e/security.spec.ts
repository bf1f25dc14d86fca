// Local Configuration > Security: a certificate of one's own, another port, TLS: kept over the new connection, or undone.
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { field, fill, menu, update } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({ client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'] })
const HOST = '192.168.85.100'
const PFX_PASSWORD = 'Pfx-4-Anchor-Rope'

test.describe.configure({ mode: 'serial' })

let page: Page

const keeping = () => page.locator('.msg', { hasText: 'Keep this change?' })
const undone = () => page.locator('.msg', { hasText: 'was not kept and is undone' })
const keep = () => keeping().getByRole('button', { name: 'Keep this change' })

/** What the client gets to see: the subject of the certificate on a port; empty where nobody answers. */
function subject(port = 9443): string {
  const command = `openssl s_client -connect ${HOST}:${port} </dev/null 2>/dev/null | openssl x509 -noout -subject`
  return world().lab.at('client').exec(['sh', '-c', command]).stdout.trim()
}
const isOpen = (port: number): boolean => world().appliance.machine.listeners().includes(`0.0.0.0:${port}`)

/** As if the time to keep the change had gone by. */
function expire(): void {
  const file = join(world().appliance.state, 'agent/confirm/pending.json')
  const pending = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(`${file}.test`, JSON.stringify({ ...pending, deadline: 0, until: Date.now() }))
  execFileSync('mv', [`${file}.test`, file])
}

/** A certificate authority, and what it issued for the console: `lb.crt`, `lb.key`, `chain.crt`, `lb.pfx`. */
function certificates(folder: string): (name: string) => string {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const make = (name: string, ...more: string[]) =>
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '90'],
      ...['-subj', `/CN=${name}.example`, '-keyout', `${name}.key`, '-out', `${name}.crt`, ...more],
    )
  make('authority')
  make(
    'lb',
    '-CA',
    'authority.crt',
    '-CAkey',
    'authority.key',
    '-addext',
    `subjectAltName=IP:${HOST},DNS:lb.example`,
  )
  make('other')
  const at = (name: string) => join(folder, name)
  writeFileSync(
    at('chain.crt'),
    readFileSync(at('lb.crt'), 'utf8') + readFileSync(at('authority.crt'), 'utf8'),
  )
  const pfx = ['-inkey', 'lb.key', '-in', 'chain.crt', '-out', 'lb.pfx', '-passout', `pass:${PFX_PASSWORD}`]
  openssl('pkcs12', '-export', ...pfx)
  return at
}
let at: (name: string) => string

/** The console on a port, as soon as it is there. */
const opened = (port: number) =>
  expect(async () => {
    await page.goto(`https://${HOST}:${port}/lbadmin/`)
    await expect(page.getByText('Live', { exact: true })).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 30_000 })
const toSecurity = () => menu(page, 'Local Configuration', 'Security')
const check = () => page.getByRole('button', { name: 'Check and keep' }).click()

test.beforeAll('logged in, with certificates to upload', async () => {
  page = await world().loggedIn()
  at = certificates(world().lab.folder)
})

test('FR-03 LC-15: a certificate is checked before anything changes, and shown with whom it names', async () => {
  const before = subject()
  await toSecurity()
  await fill(page, 'Certificate', 'Uploaded')
  await (await field(page, 'Uploaded Certificate')).setInputFiles(at('lb.crt'))
  await page.getByLabel('Private key file').setInputFiles(at('other.key'))
  await check()
  await expect(page.getByText('The private key does not belong to the certificate.')).toBeVisible()
  await (await field(page, 'Uploaded Certificate')).setInputFiles(at('chain.crt'))
  await page.getByLabel('Private key file').setInputFiles(at('lb.key'))
  await check()
  const facts = page.locator('.pair-facts')
  await expect(facts).toContainText('lb.example')
  await expect(facts).toContainText('authority.example')
  await expect(facts).toContainText('2 certificates')
  expect(await page.getByLabel('Private key file').inputValue()).toBe('')
  expect(subject()).toBe(before)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})

test('not confirmed, it is undone, and what was saved too', async () => {
  const before = subject()
  await update(page)
  await expect(keeping()).toBeVisible()
  await expect(keeping()).toContainText(/undone in \d+ s/)
  expect(subject()).toContain('lb.example')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expire()
  await expect(undone()).toBeVisible({ timeout: 20_000 })
  await expect.poll(subject).toBe(before) // a worker that is on its way out may take one more connection
  await expect(await field(page, 'Certificate')).toHaveValue('self-signed')
  await expect(page.getByRole('region', { name: 'Commit changes' })).toBeHidden()
})

test('a PFX with its password, kept over the new connection, stays', async () => {
  await toSecurity()
  await fill(page, 'Certificate', 'Uploaded')
  await (await field(page, 'Uploaded Certificate')).setInputFiles(at('lb.pfx'))
  await page.getByLabel('Password', { exact: true }).fill(PFX_PASSWORD)
  await check()
  await expect(page.locator('.pair-facts')).toContainText('lb.example')
  await update(page)
  await expect(keeping()).toBeVisible()
  await expect(async () => {
    // For some seconds the browser may still have its former connection: then the page says so.
    await keep().click()
    await expect(keeping()).toBeHidden({ timeout: 1500 })
  }).toPass({ timeout: 30_000 })
  expect(subject()).toContain('lb.example')
  const state = join(world().appliance.state, 'agent/confirm')
  expect(execFileSync('ls', [state], { encoding: 'utf8' })).not.toContain('pending')
})

test('PT-10: another port, kept there after console and agent were killed; it is found again by the next start', async () => {
  await toSecurity()
  await fill(page, 'WebUI Port', '9444')
  await update(page)
  await expect(keeping()).toBeVisible()
  await expect(keeping().getByRole('link')).toHaveAttribute(
    'href',
    new RegExp(`^https://${HOST}:9444/lbadmin/`),
  )
  const lock = world().appliance.machine.must(['cat', join(world().appliance.run, 'start.json')])
  const { agent, console: web } = JSON.parse(lock) as Record<'agent' | 'console', { pid: number }>
  for (const { pid } of [agent, web]) process.kill(pid, 'SIGKILL')
  expect(isOpen(9443)).toBe(false)
  await opened(9444)
  await keep().click()
  await expect(keeping()).toBeHidden()
  expect(isOpen(9444)).toBe(true)
  await world().appliance.interrupt()
  const started = await world().appliance.start()
  expect(started.output()).toContain(':9444/lbadmin/')
  await opened(9444)
})

test('back to the former port by Undo now; the page finds its way', async () => {
  await toSecurity()
  await fill(page, 'WebUI Port', '9445')
  await update(page)
  await expect(keeping()).toBeVisible()
  await opened(9445)
  await keeping().getByRole('button', { name: 'Undo now' }).click()
  await expect.poll(() => isOpen(9444), { timeout: 15_000 }).toBe(true)
  await opened(9444)
  await expect(undone()).toBeVisible()
  expect(isOpen(9445)).toBe(false)
})

test('PT-08 PT-12: WebUI HTTP is closed when fresh, and open it only redirects; the fallback page moves', async () => {
  expect(isOpen(9080)).toBe(false)
  await toSecurity()
  await page.getByLabel('WebUI HTTP', { exact: true }).check()
  await update(page)
  await expect(keeping()).toBeVisible()
  await expect(async () => {
    await keep().click()
    await expect(keeping()).toBeHidden({ timeout: 1500 })
  }).toPass({ timeout: 30_000 })
  const answer = world()
    .lab.at('client')
    .exec(['curl', '-si', `http://${HOST}:9080/lbadmin/login`]).stdout
  expect(answer).toMatch(/^HTTP\/1.1 302/)
  expect(answer.toLowerCase()).toContain(`location: https://${HOST}:9444/lbadmin/login`)
  await toSecurity()
  await page.getByRole('row', { name: 'Fallback Page' }).getByRole('link', { name: 'Modify' }).click()
  await fill(page, 'Port', '9082')
  await update(page)
  await expect.poll(() => isOpen(9082)).toBe(true)
  await page.goBack()
  await expect(page.getByRole('row', { name: 'Fallback Page' })).toContainText('9082')
})

test.afterAll('what was made goes', () => rmSync(at('lb.key'), { force: true }))
