// Users, groups, second factor and sessions, as people use them; and that what a group may not is refused by the console itself.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { request, statuses } from './support/http.ts'
import { field, fill, menu, rowOf } from './support/pages.ts'
import { actionsByName, guardedHandlers, guardedPages, mayOpen } from './support/rights.ts'
import { awake, worldOf } from './support/world.ts'

const world = worldOf({ client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'] })
const client = () => world().lab.at('client')
const GIVEN = 'Gave-it-away-4-Lanterns'
const OWN = 'Chosen-myself-9-Anchors'
const overview = (page: Page) => page.getByRole('heading', { level: 1, name: 'System Overview' })

test.describe.configure({ mode: 'serial' })

let admin: Page
let keeper: Page
let reader: Page
/** The keeper's second factor. */
let secret = ''
let recovery: string[] = []

test.beforeAll(async () => {
  admin = await world().loggedIn()
})

/** Name and password at the door; where it leads is the test's to say. */
async function enter(user: string, password: string, page?: Page): Promise<Page> {
  const at = page ?? (await world().freshPage())
  await at.goto(`${world().url}/login`)
  await at.getByLabel('Username').fill(user)
  await at.getByLabel('Password').fill(password)
  await at.getByRole('button', { name: 'Log in' }).click()
  return at
}

const cookieOf = async (page: Page): Promise<string> =>
  `Cookie: ${(await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ')}`

async function nothingBroken(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
}

async function addUser(name: string, group: string, mustChange: boolean): Promise<void> {
  await admin.getByRole('button', { name: 'Add a new User' }).click()
  await fill(admin, 'Username', name)
  await fill(admin, 'Group', group)
  await fill(admin, 'Password', GIVEN)
  if (!mustChange) await admin.getByLabel('must change it').uncheck()
  await admin.getByRole('button', { name: 'Add User' }).click()
  await expect(rowOf(admin, name)).toContainText(group)
}

test('Maintenance > Passwords: group config adds users, with a password that will do', async () => {
  await menu(admin, 'Maintenance', 'Passwords')
  await admin.getByRole('button', { name: 'Add a new User' }).click()
  await fill(admin, 'Username', 'Anna')
  await admin.getByRole('button', { name: 'Add User' }).click()
  await expect(admin.getByText('Use small letters, digits')).toBeVisible()
  await fill(admin, 'Username', 'anna')
  await fill(admin, 'Password', 'anna')
  await expect(admin.getByText('Too weak: easy to guess.')).toBeVisible()
  await admin.getByRole('button', { name: 'Add User' }).click()
  await expect(admin.getByText('Use at least 12 characters')).toBeVisible()
  await nothingBroken(admin)
  await admin.getByRole('button', { name: 'Cancel' }).first().click()
  await addUser('keeper', 'maintenance', false)
  await addUser('reader', 'report', true)
  await expect(rowOf(admin, 'reader')).toContainText('Must change the password')
})

test('the last enabled user of group config can be neither disabled nor deleted', async () => {
  await admin.getByRole('button', { name: 'Disable: loadbalancer' }).click()
  await expect(admin.getByText('This is the last enabled local user of the group config')).toBeVisible()
  await admin.getByRole('button', { name: 'Delete: loadbalancer' }).click()
  const dialog = admin.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'Delete loadbalancer' }).click()
  await expect(dialog.getByText('This is the last enabled local user')).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
})

test('who was given a password chooses another before anything else answers', async () => {
  reader = await enter('reader', GIVEN)
  await expect(reader.getByRole('heading', { level: 1, name: 'Choose a password' })).toBeVisible()
  await reader.goto(`${world().url}/reports/state-changes`)
  await expect(reader).toHaveURL(/\/duty$/)
  await expect(reader.getByRole('heading', { level: 1, name: 'Choose a password' })).toBeVisible()
  await nothingBroken(reader)
  const header = ['-H', await cookieOf(reader)]
  for (const path of ['/api/events', '/api/state-changes', '/api/layer4-status'])
    expect(request(client(), `${world().url}${path}`, header).status, path).toBe(403)
  await fill(reader, 'Current Password', GIVEN)
  await fill(reader, 'New Password', OWN)
  await fill(reader, 'New Password again', OWN)
  await reader.getByRole('button', { name: 'Update' }).click()
  await expect(overview(reader)).toBeVisible()
})

test('group report sees overview, reports and its own account, and nothing else in the menu', async () => {
  await awake(reader)
  const navigation = reader.getByRole('navigation', { name: 'Main menu' })
  for (const fold of await navigation.getByRole('button').all())
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
  await expect(navigation.getByRole('link')).toHaveText([
    'System Overview',
    'Passwords',
    'Layer 4 Status',
    'Layer 4 Current Connections',
    'State Changes',
    'Audit',
  ])
  await expect(reader.getByText('Would you like to run the Setup Wizard?')).toBeHidden()
  await menu(reader, 'Maintenance', 'Passwords')
  await expect(reader.getByRole('heading', { name: 'Your sessions' })).toBeVisible()
  await expect(reader.getByRole('heading', { name: 'Users' })).toBeHidden()
})

test('group maintenance sees every field and can change none', async () => {
  keeper = await enter('keeper', GIVEN)
  await awake(keeper)
  await keeper.goto(`${world().url}/cluster-configuration/layer-4-advanced-configuration`)
  await expect(keeper.getByText('Only users of the group config may change this.')).toBeVisible()
  await expect(keeper.getByRole('button', { name: 'Update' })).toBeHidden()
  await expect(await field(keeper, 'Check Interval')).toBeDisabled()
  await nothingBroken(keeper)
  await menu(keeper, 'Maintenance', 'Restart Services')
  await expect(keeper.getByRole('button', { name: 'Restart HAProxy' })).toBeVisible()
})

test('every page and handler answers just those groups whose right it asks for', async () => {
  const [pages, handlers] = [guardedPages(), guardedHandlers('GET')]
  expect(pages.length).toBeGreaterThan(20)
  expect(handlers.length).toBeGreaterThan(8)
  for (const [group, page] of [
    ['config', admin],
    ['maintenance', keeper],
    ['report', reader],
  ] as const) {
    const cookie = await cookieOf(page)
    const asked = (all: typeof pages) =>
      statuses(
        client(),
        all.map(({ path }) => `${world().url}${path}`),
        'GET',
        ['-H', cookie, '--max-time', '2'],
      )
    const ofPages = asked(pages)
    for (const at of pages)
      expect(ofPages.get(`${world().url}${at.path}`) === 200, `${group} ${at.path}`).toBe(mayOpen(group, at))
    const ofHandlers = asked(handlers)
    for (const at of handlers)
      expect(ofHandlers.get(`${world().url}${at.path}`) !== 403, `${group} ${at.path}`).toBe(
        mayOpen(group, at),
      )
  }
})

/** What an action says to who may not, and to what it does not understand. */
const REFUSED = 'it is for the group'
const LET_THROUGH = 'The request was not understood'
const FOR_CONFIG = [
  ...['save', 'remove', 'duplicate', 'move', 'commit', 'rollBack', 'answerWizard', 'testNotifications'],
  ...['addUser', 'modifyUser', 'removeUser', 'setPassword', 'resetFactor', 'saveAccess'],
]
const FOR_MAINTENANCE = ['setServers', 'operate']

test('every server action refuses the groups it is not for, and every one a foreign page', async () => {
  const actions = actionsByName()
  const call = (cookie: string, id: string, origin = new URL(world().url).origin) =>
    request(client(), world().url, [
      ...['-X', 'POST', '-H', `Next-Action: ${id}`, '-H', `Origin: ${origin}`, '-H', cookie],
      ...['-H', 'Content-Type: text/plain;charset=UTF-8', '--data', '[{"nonsense":true}]'],
    ])
  const cookies = { maintenance: await cookieOf(keeper), report: await cookieOf(reader) }
  for (const name of [...FOR_CONFIG, ...FOR_MAINTENANCE]) {
    const id = actions.get(name) ?? `no action ${name}`
    expect(call(cookies.report, id).body, `report ${name}`).toContain(REFUSED)
    const serves = FOR_MAINTENANCE.includes(name)
    expect(call(cookies.maintenance, id).body, `maintenance ${name}`).toContain(
      serves ? LET_THROUGH : REFUSED,
    )
  }
  const own = await cookieOf(admin)
  for (const [name, id] of actions)
    for (const origin of ['https://evil.example', 'null', 'https://192.168.85.100:9442'])
      expect(call(own, id, origin).status, `${name} from ${origin}`).toBe(403)
  const posted = (cookie: string, path: string, origin = new URL(world().url).origin) =>
    request(client(), `${world().url}${path}`, [
      ...['-X', 'POST', '--data', '{}', '-H', `Origin: ${origin}`, '-H', cookie],
    ]).status
  const handlers = guardedHandlers('POST')
  expect(handlers.length).toBeGreaterThan(1)
  for (const at of handlers) {
    for (const group of ['maintenance', 'report'] as const)
      expect(posted(cookies[group], at.path) !== 403, `${group} ${at.path}`).toBe(mayOpen(group, at))
    expect(posted(own, at.path), at.path).toBe(400)
  }
  for (const { path } of [...handlers, ...guardedHandlers('GET')])
    expect(posted(own, path, 'https://evil.example'), path).toBe(403)
  await admin.reload()
  await expect(rowOf(admin, 'keeper').first(), 'and is still logged in').toBeVisible()
})

const codeNow = (ahead = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead })

test('a second factor is set up with a code of it, and asked for from then on', async () => {
  await menu(keeper, 'Maintenance', 'Passwords')
  await keeper.getByRole('button', { name: 'Set up' }).click()
  await expect(keeper.getByRole('img', { name: 'QR code of the secret' })).toBeVisible()
  secret = ((await keeper.locator('.secret').textContent()) ?? '').replace(/\s/g, '')
  await fill(keeper, 'Code', '000000')
  await keeper.getByRole('button', { name: 'Confirm' }).click()
  await expect(keeper.getByText('This code is not right. Wait for the next one')).toBeVisible()
  await nothingBroken(keeper)
  await fill(keeper, 'Code', codeNow())
  await keeper.getByRole('button', { name: 'Confirm' }).click()
  const codes = keeper.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await expect(codes).toHaveCount(10)
  recovery = await codes.allTextContents()
  await keeper.getByRole('button', { name: 'I have kept them' }).click()
  await expect(keeper.getByText('10 recovery codes are left')).toBeVisible()
})

test('the login asks for the code; a code of before and a recovery code of before open nothing', async () => {
  const page = await enter('keeper', GIVEN)
  const say = async (code: string) => {
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Log in' }).click()
  }
  await expect(page.getByText('The code that your authenticator app shows now')).toBeVisible()
  await nothingBroken(page)
  expect((await page.context().cookies()).some((c) => c.name.includes('session'))).toBe(false)
  await say(codeNow(-60_000))
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'This code is not right, or was used before.',
  )
  await say(codeNow(30_000))
  await expect(overview(page)).toBeVisible()
  await page.context().close()
  for (const opens of [true, false]) {
    const other = await enter('keeper', GIVEN)
    await other.getByLabel('Code').fill(recovery[0] ?? '')
    await other.getByRole('button', { name: 'Log in' }).click()
    if (opens) await expect(overview(other)).toBeVisible()
    else await expect(other.getByRole('main').getByRole('alert')).toContainText('was used before')
    await other.context().close()
  }
})

test('group config ends the session of another, resets their second factor, and puts out who is disabled', async () => {
  await admin.reload()
  await admin
    .getByRole('button', { name: /^End all sessions of keeper/ })
    .first()
    .click()
  await expect(keeper).toHaveURL(/\/login/, { timeout: 6_000 })
  await admin.getByRole('button', { name: 'Turn off second factor: keeper' }).click()
  await admin
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Turn off the second factor/ })
    .click()
  await expect(admin.getByRole('button', { name: 'Turn off second factor: keeper' })).toBeHidden()
  await enter('keeper', GIVEN, keeper)
  await awake(keeper)
  const stolen = ['-H', await cookieOf(keeper)]
  await admin.getByRole('button', { name: 'Disable: keeper' }).click()
  await expect(keeper).toHaveURL(/\/login/, { timeout: 6_000 })
  for (const path of ['/api/account', '/api/events', '/'])
    expect(request(client(), `${world().url}${path}`, stolen).status, path).not.toBe(200)
  await enter('keeper', GIVEN, keeper)
  await expect(keeper.getByRole('main').getByRole('alert')).toContainText('Wrong user or password.')
})

test('a group that must have a second factor is led to set it up before anything else', async () => {
  await admin.getByLabel('report', { exact: true }).check()
  await admin.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(admin.getByText('Sessions and second factor are saved.')).toBeVisible()
  const door = reader.getByRole('heading', { level: 1, name: 'Set up a second factor' })
  await expect(door, 'its open page leads there by itself').toBeVisible({ timeout: 15_000 })
  await reader.getByRole('button', { name: 'Set up' }).click()
  secret = ((await reader.locator('.secret').textContent()) ?? '').replace(/\s/g, '')
  await fill(reader, 'Code', codeNow())
  await reader.getByRole('button', { name: 'Confirm' }).click()
  await reader.getByRole('button', { name: 'I have kept them' }).click()
  await expect(overview(reader)).toBeVisible()
})
