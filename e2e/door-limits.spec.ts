// The door's limits: the question of the first visit, the end of an idle session, and the pause after wrong passwords.
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { PASSWORD } from './lab/appliance.ts'
import { lastActivity, logouts, makeIdle } from './support/database.ts'
import { field, fill } from './support/pages.ts'
import { awake, worldOf } from './support/world.ts'

const OTHER = '192.168.85.11'
const world = worldOf({
  client: ['192.168.85.10/24', `${OTHER}/24`],
  appliance: ['192.168.85.100/24'],
})
/** A stream looks at its session every five seconds. */
const NOTICED = 9_000

test.describe.configure({ mode: 'serial' })

let page: Page
let other: Page

test.beforeAll(async () => {
  page = await world().loggedIn()
  other = await page.context().newPage()
  await other.goto(`${world().url}/`)
  await awake(other)
})

test('WZ-01 WZ-02: the wizard is offered on the first visit; dismissed, it is never offered again', async () => {
  const question = (at: Page) => at.getByText('Would you like to run the Setup Wizard?')
  await expect(question(page)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(question(page)).toBeHidden()
  await expect(question(other), 'on every open page').toBeHidden()
  const again = await world().loggedIn()
  for (const at of [page, again]) {
    await at.reload()
    await awake(at)
    await expect(question(at)).toBeHidden()
  }
  await again.context().close()
})

const warning = (at: Page) => at.getByRole('alertdialog', { name: 'Still there?' })

test('two minutes before an idle session ends every tab says so; one click in one of them keeps it', async () => {
  const { appliance } = world()
  const since = await makeIdle(appliance, 28.2)
  await expect(warning(page)).toBeVisible({ timeout: NOTICED })
  const end = new Date(since + 30 * 60_000).toISOString().slice(11, 16)
  await expect(warning(page)).toContainText(
    `You will be logged out at ${end} UTC because nothing was done for 28 minutes.`,
  )
  await expect(warning(other)).toBeVisible({ timeout: NOTICED })
  expect(await lastActivity(appliance), 'two streams and their lists are no activity').toBe(since)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map((v) => v.id)).toEqual([])
  await expect(page.getByRole('button', { name: 'Stay logged in' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(warning(page)).toBeHidden()
  await expect(warning(other)).toBeHidden()
  expect(await lastActivity(appliance)).toBeGreaterThan(Date.now() - 10_000)
})

test('an idle session ends by itself; what was typed is there again after the next login', async () => {
  const { appliance, url } = world()
  await page.goto(`${url}/cluster-configuration/layer-7-virtual-services/new`)
  await awake(page)
  await fill(page, 'Label', 'Half-typed')
  await makeIdle(appliance, 30.1)
  await expect(page).toHaveURL(/\/login\?to=/, { timeout: NOTICED })
  await expect(other).toHaveURL(/\/login/, { timeout: NOTICED })
  expect((await logouts(appliance)).at(-1)).toBe('ended after 30 minutes without activity')
  await page.getByLabel('Username').fill('loadbalancer')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('main')).toContainText('You were logged out before Update.')
  await expect(await field(page, 'Label')).toHaveValue('Half-typed')
})

test('five wrong passwords, then a pause: for this address, whatever it claims to be, and for no other', async () => {
  const { url } = world()
  const fresh = await world().freshPage()
  await fresh.goto(`${url}/login`)
  const say = async (password: string): Promise<string> => {
    await fresh.getByLabel('Username').fill('loadbalancer')
    await fresh.getByLabel('Password').fill(password)
    const [answer] = await Promise.all([
      fresh.waitForResponse(/callback\/credentials/),
      fresh.getByRole('button', { name: 'Log in' }).click(),
    ])
    await answer.finished()
    return (await fresh.getByRole('main').getByRole('alert').textContent()) ?? ''
  }
  await say('wrong')
  await expect(fresh.getByRole('main').getByRole('alert')).toHaveText(
    'Wrong user or password. 4 tries left for this address, then 15 min pause.',
  )
  for (let i = 0; i < 4; i++) await say('wrong')
  await say(PASSWORD)
  await expect(fresh.getByRole('main').getByRole('alert')).toHaveText(
    /^Too many wrong tries\. The next one is possible in 15 min, at \d\d:\d\d:\d\d UTC\.$/,
  )
  expect(loginBy('192.168.85.10', 'X-Forwarded-For: 192.0.2.1')).toContain('Too%20many%20wrong%20tries')
  expect(loginBy(OTHER)).not.toContain('error')
  await fresh.context().close()
})

/** The console's answer to a login with the right password from one of the client's addresses, asked by curl. */
function loginBy(address: string, header = 'X-Test: none'): string {
  const { lab, url } = world()
  const jar = join(lab.folder, `jar-${address}`)
  const ask = (path: string, ...more: string[]) =>
    lab
      .at('client')
      .must(['curl', '-sk', '--interface', address, '-b', jar, '-c', jar, '-H', header, ...more, url + path])
  const { csrfToken } = JSON.parse(ask('/api/auth/csrf')) as { csrfToken: string }
  const form = { csrfToken, username: 'loadbalancer', password: PASSWORD, json: 'true' }
  return ask('/api/auth/callback/credentials', '-d', String(new URLSearchParams(form)))
}
