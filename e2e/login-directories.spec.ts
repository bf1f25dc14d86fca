// LG-05..LG-08: directories as one sets them up in the browser, and logins against real OpenLDAP, Active Directory and FreeRADIUS in the lab's network.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { RADIUS_SECRET, startRadius } from '../agent/testing/directories/freeradius.ts'
import { type Authority, authority, certificate } from '../agent/testing/directories/pki.ts'
import { AD_BASE, AD_SERVICE, adGroup, adPassword, startSamba } from '../agent/testing/directories/samba.ts'
import {
  groupDn,
  PEOPLE,
  personLdif,
  SERVICE,
  type Slapd,
  startSlapd,
} from '../agent/testing/directories/slapd.ts'
import { PASSWORD } from './lab/appliance.ts'
import { type Fields, field, fillAndUpdate, menu } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const [LDAP, AD] = ['192.168.85.50', '192.168.85.51']
/** Where somebody on the way listens, and passes on: to the clear port and to that of LDAPS. */
const TAPS = { clear: 1389, tls: 1636 }
const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  directory: [`${LDAP}/24`, `${AD}/24`],
})
test.describe.configure({ mode: 'serial' })

let page: Page
let ours: Authority
let slapd: Slapd

const capture = (name: keyof typeof TAPS) => join(world().lab.folder, `${name}.raw`)
const captured = (name: keyof typeof TAPS) => readFileSync(capture(name), 'latin1')

test.beforeAll('directories', async () => {
  test.setTimeout(120_000)
  const { lab } = world()
  const host = lab.at('directory')
  const folder = join(lab.folder, 'directories')
  mkdirSync(folder)
  ours = authority(join(folder, 'ca'))
  const common = { host, authority: ours }
  const pairs = { ldap: certificate(ours, 'ldap', [LDAP]), ad: certificate(ours, 'dc', ['dc1.ad.test', AD]) }
  const at = (name: string) => join(folder, name)
  ;[slapd] = await Promise.all([
    startSlapd({ ...common, folder: at('slapd'), pair: pairs.ldap, address: LDAP, port: 389, tlsPort: 636 }),
    startSamba({ ...common, folder: at('samba'), pair: pairs.ad, address: AD }),
    startRadius({ host, folder: at('radius'), address: LDAP, port: 1812 }),
  ])
  for (const [name, to] of [
    ['clear', 389],
    ['tls', 636],
  ] as const)
    host.start(['socat', '-r', capture(name), `TCP-LISTEN:${TAPS[name]},fork,reuseaddr`, `TCP:${LDAP}:${to}`])
  page = await world().loggedIn()
})

const toDirectories = () => menu(page, 'Local Configuration', 'External Authentication')
const block = (label: string) => page.getByRole('region', { name: label, exact: true })

async function addDirectory(fields: Fields): Promise<void> {
  await toDirectories()
  await page.getByRole('link', { name: 'Add a new Directory' }).first().click()
  await fillAndUpdate(page, fields)
  await expect(block(fields.Label ?? '')).toBeVisible()
}

async function addGroup(directory: string, fields: Fields): Promise<void> {
  await page.getByRole('link', { name: `Add a new Directory Group to ${directory}` }).click()
  await fillAndUpdate(page, fields)
  await expect(block(directory).getByText(fields['Directory Group'] ?? '', { exact: true })).toBeVisible()
}

async function removeDirectory(label: string): Promise<void> {
  await toDirectories()
  await page.getByRole('button', { name: `Delete ${label}` }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Delete ${label}` })
    .click()
  await expect(block(label)).toHaveCount(0)
}

/** Test, in its dialog: all it says. */
async function tested(label: string, user: string, password: string): Promise<string> {
  await page.getByRole('button', { name: `Test ${label}` }).click()
  const dialog = page.getByRole('dialog', { name: `Test ${label}` })
  await dialog.getByLabel('Username').fill(user)
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Test', exact: true }).click()
  await dialog.getByRole('status').getByRole('listitem').last().waitFor({ timeout: 20_000 })
  const all = (await dialog.getByRole('status').textContent()) ?? ''
  expect(all).not.toContain(password)
  await dialog.getByRole('button', { name: 'Close' }).click()
  return all
}

/** Who is in after a login in a browser of its own; what the page says where nobody is. */
async function login(user: string, password: string): Promise<string> {
  const own = await world().freshPage()
  await own.goto(`${world().url}/login`)
  await own.getByLabel('Username').fill(user)
  await own.getByLabel('Password').fill(password)
  await own.getByRole('button', { name: 'Log in' }).click()
  const overview = own.getByRole('heading', { name: 'System Overview' })
  const alert = own.getByRole('main').getByRole('alert')
  await overview.or(alert).first().waitFor({ timeout: 20_000 })
  const said = (await alert.count()) ? ((await alert.textContent()) ?? '') : `in as ${await nameOn(own)}`
  await own.context().close()
  return said
}

/** As the menu of the user has it. */
const nameOn = async (own: Page): Promise<string> =>
  (await own.getByRole('button', { name: /^Signed in as/ }).getAttribute('aria-label'))?.replace(
    'Signed in as ',
    '',
  ) ?? ''

/** Saved is not yet applied: the next login may come before. */
const becomes = (user: string, password: string, said: string | RegExp) =>
  expect.poll(() => login(user, password), { timeout: 15_000 }).toMatch(said)

const LDAP_FIELDS: Fields = {
  'Search Base': PEOPLE,
  'Service Account': SERVICE.dn,
  'Service Account Password': SERVICE.password,
}

test('LG-05: LDAP; the directory’s user is in, a wrong password is not, and Test says each step', async () => {
  test.setTimeout(120_000)
  await addDirectory({
    ...{ Label: 'OpenLDAP', Type: 'LDAP', Encryption: 'None', Servers: `${LDAP}:${TAPS.clear}` },
    ...LDAP_FIELDS,
  })
  await addGroup('OpenLDAP', { 'Directory Group': groupDn('lb-admins'), Group: 'config' })
  await becomes('alice', 'alicepw', /^in as alice/)
  expect(await login('alice', 'wrong')).toContain('Wrong user or password.')
  expect(await login('nogrp', 'nogrppw')).toContain('Wrong user or password.')
  expect(await tested('OpenLDAP', 'alice', 'alicepw')).toContain('This user can log in.')
  expect(await tested('OpenLDAP', 'alice', 'not-hers-7')).toContain(
    'The user was refused: wrong name or password.',
  )
  expect(await tested('OpenLDAP', 'nobody', 'x-y-z')).toContain('found nobody of this name')
  expect(await tested('OpenLDAP', 'nogrp', 'nogrppw')).toContain('No group of the user is mapped')
  // Somebody in the directory calls himself as a local user does: he is never asked for there.
  slapd.modify(personLdif('loadbalancer'))
  expect(await login('loadbalancer', 'loadbalancerpw')).toContain('Wrong user or password.')
  expect(captured('clear')).not.toContain('loadbalancerpw')
  expect(captured('clear'), 'the tap shows what goes in clear text').toContain('alicepw')
})

test('the password of the service account comes back to no browser; Modify keeps it, and a new one takes its place', async () => {
  await toDirectories()
  await page.getByRole('link', { name: 'Modify OpenLDAP' }).click()
  await expect(await field(page, 'Service Account Password')).toHaveValue('')
  await fillAndUpdate(page, { 'Time-out': '5' })
  await becomes('alice', 'alicepw', /^in as alice/)
  await page.getByRole('link', { name: 'Modify OpenLDAP' }).click()
  await fillAndUpdate(page, { 'Service Account Password': 'no-longer' })
  await expect.poll(() => tested('OpenLDAP', 'alice', 'alicepw')).toContain('The Service Account was refused')
  for (const path of ['items?area=external-authentication', 'export']) {
    const given = await page.evaluate(
      (to) => fetch(to).then((answer) => answer.text()),
      `/lbadmin/api/${path}`,
    )
    expect(given).toContain('OpenLDAP')
    expect(given).not.toMatch(/no-longer|svc \\?"pw/)
  }
  await removeDirectory('OpenLDAP')
})

test('LG-06: LDAPS with a private authority; a capture shows TLS and no password', async () => {
  test.setTimeout(90_000)
  await addDirectory({
    ...{ Label: 'Secure', Type: 'LDAP', Encryption: 'LDAPS', Servers: `${LDAP}:${TAPS.tls}` },
    'Time-out': '10',
    ...LDAP_FIELDS,
  })
  await addGroup('Secure', { 'Directory Group': groupDn('lb-readers'), Group: 'report' })
  await expect.poll(() => tested('Secure', 'bob', 'bobpw')).toContain('not signed by an authority')
  expect(await login('bob', 'bobpw')).toContain('Not logged in.')
  await page.getByRole('link', { name: 'Modify Secure' }).click()
  await fillAndUpdate(page, { 'CA Certificate': ours.pem })
  await becomes('bob', 'bobpw', /^in as bob/)
  const bytes = captured('tls')
  expect(
    [...bytes.slice(0, 2)].map((c) => c.charCodeAt(0)),
    'a TLS handshake',
  ).toEqual([0x16, 0x03])
  for (const secret of ['bobpw', 'svc "pw"', 'uid=bob']) expect(bytes).not.toContain(secret)
})

test('a local user logs in at once while no directory answers, dead or silent; a directory’s is told so', async () => {
  test.setTimeout(90_000)
  const card = (state: 'up' | 'down') =>
    world().lab.at('directory').must(['ip', 'link', 'set', 'eth0', state])
  for (const deaden of [() => slapd.stop(), () => card('down')]) {
    await deaden()
    const start = Date.now()
    expect(await login('loadbalancer', PASSWORD)).toBe('in as loadbalancer')
    expect(Date.now() - start, 'no time-out of a directory is waited for').toBeLessThan(8000)
    expect(await login('bob', 'bobpw')).toContain('Not logged in.')
  }
  card('up')
  await removeDirectory('Secure')
})

test('LG-07: Active Directory, by groups within groups', async () => {
  test.setTimeout(90_000)
  await addDirectory({
    ...{
      Label: 'Corp',
      Type: 'Active Directory',
      Encryption: 'LDAPS',
      Servers: AD,
      'CA Certificate': ours.pem,
    },
    ...{ 'Search Base': AD_BASE, 'Service Account': AD_SERVICE.name },
    'Service Account Password': AD_SERVICE.password,
  })
  await addGroup('Corp', { 'Directory Group': adGroup('LB-Admins'), Group: 'config' })
  await becomes('ADTEST\\alice', adPassword('alice'), /^in as alice/)
  expect(await tested('Corp', 'disabled', adPassword('disabled'))).toContain('the account is disabled (533)')
  await removeDirectory('Corp')
})

test('LG-08: Radius; a wrong secret is said as what it may be', async () => {
  test.setTimeout(90_000)
  await addDirectory({
    ...{ Label: 'Tokens', Type: 'Radius', Servers: LDAP, 'Shared Secret': 'wrong', 'Time-out': '1' },
    Retries: '0',
  })
  await addGroup('Tokens', { 'Directory Group': 'lb-admin', Group: 'config' })
  await expect
    .poll(() => tested('Tokens', 'alice', 'alicepw'))
    .toContain('Check the server, the port and the Shared Secret.')
  await page.getByRole('link', { name: 'Modify Tokens' }).click()
  await fillAndUpdate(page, { 'Shared Secret': RADIUS_SECRET })
  await becomes('alice', 'alicepw', /^in as alice/)
  expect(await login('bob', 'bobpw')).toContain('Wrong user or password.')
})

test('axe finds nothing on these pages, wide and light, narrow and dark', async () => {
  test.setTimeout(90_000)
  const shots = process.env.FULCRUM_SHOTS
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [colorScheme === 'light' ? 1366 : 390]) {
      const own = await world().loggedIn({ colorScheme, viewport: { width, height: 900 } })
      const base = `${world().url}/local-configuration/external-authentication`
      const look = async (name: string) => {
        const { violations } = await new AxeBuilder({ page: own }).analyze()
        expect(violations.map((v) => `${name} ${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
        if (shots)
          await own.screenshot({ path: join(shots, `${name}-${colorScheme}-${width}.png`), fullPage: true })
      }
      await own.goto(base)
      await own.getByRole('button', { name: 'Test Tokens' }).waitFor()
      await look('list')
      await own.getByRole('button', { name: 'Test Tokens' }).click()
      await own.getByLabel('Username').fill('alice')
      await own.getByLabel('Password').fill('alicepw')
      await own.getByRole('button', { name: 'Test', exact: true }).click()
      await own.getByText('This user can log in.').waitFor()
      await look('test')
      await own.goto(`${base}/new`)
      await own.getByRole('button', { name: 'Update', exact: true }).waitFor()
      await look('new')
      await own.context().close()
    }
})
