// S-15 at Layer 7: the fallback page as one edits it, and every kind of fallback while no server is left; asked by curl.
import { expect, type Page, test } from '@playwright/test'
import { fetchFrom, Web } from './lab/web.ts'
import { addServer, addService, commit, modifyService, toServices } from './support/layer7.ts'
import { field, fill, menu, rowOf, update } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
  rs2: ['192.168.85.201/24'],
})
const VIP = '192.168.85.150'
const CHECK_TIME = 12_000
const HTML = `<!DOCTYPE html>
<html>
<head>
<style>
body { background: rgb(0, 64, 0); color: white }
</style>
</head>
<body onload="document.title='ran'">
\t<h1 style="letter-spacing: 3px">Zurück um 8 Uhr; "danke" $you & 日本</h1>
<script>document.body.textContent = 'a script ran'</script>
</body>
</html>`

test.describe.configure({ mode: 'serial' })

let page: Page
let webs: Web[]
/** Serves beside the real servers: a dedicated fallback server. */
let other: Web

const get = (port: number): string => fetchFrom(world().lab, `http://${VIP}:${port}/any/path`)
const editor = () => page.getByRole('textbox', { name: 'HTML of the Fallback Page' })

test.beforeAll(async () => {
  const { lab } = world()
  webs = ['rs1', 'rs2'].map((machine) => new Web(lab, machine, [80]))
  other = new Web(lab, 'rs2', [8081], 'secondary')
  for (const web of [...webs, other]) web.on()
  page = await world().loggedIn()
})

test('FB-05 FB-13 X-47: a fresh unit serves the documented page on 9081 and says nothing of itself', () => {
  const { lab, appliance } = world()
  const said = fetchFrom(lab, 'http://192.168.85.100:9081/')
  expect(said).toContain('<title>The page is temporarily unavailable</title>')
  expect(said).toContain('The page you are looking for is temporarily unavailable. Please try again later.')
  expect(said).not.toMatch(/reminder|9080|9443|fulcrum/i)
  expect(appliance.machine.listeners()).toContain('0.0.0.0:9081')
})

test('S-15.1 FB-11: Maintenance > Fallback Page, the HTML with numbered lines, and its preview', async () => {
  await menu(page, 'Maintenance', 'Fallback Page')
  await expect(editor()).toHaveValue(/<h1>The page is temporarily unavailable<\/h1>/)
  await expect(page.getByText('Served as saved, read back')).toBeVisible()
  await editor().fill(HTML)
  const numbers = page.locator('.editor .numbers')
  await expect(numbers).toHaveText(
    HTML.split('\n')
      .map((_, i) => i + 1)
      .join('\n'),
  )
  await page.getByRole('button', { name: 'Preview' }).click()
  const preview = page.frameLocator('iframe')
  const heading = preview.getByRole('heading')
  await expect(heading).toHaveText('Zurück um 8 Uhr; "danke" $you & 日本')
  await expect(preview.locator('body')).toHaveCSS('background-color', 'rgb(0, 64, 0)')
  await expect(heading).toHaveCSS('letter-spacing', '3px')
})

test('S-15.1 FB-12: Update, and every byte of it comes back on 9081', async () => {
  await update(page)
  await expect(page.getByText('The Fallback Page is saved.')).toBeVisible()
  await expect(page.getByText('Served as saved, read back')).toBeVisible()
  expect(fetchFrom(world().lab, 'http://192.168.85.100:9081/x')).toBe(HTML)
  await page.reload()
  await expect(editor()).toHaveValue(HTML)
  await editor().fill('')
  await update(page)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Not saved.')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(editor()).toHaveValue(HTML)
})

test('the second to save a page sees that, and loses nothing', async () => {
  const second = await page.context().newPage()
  await second.goto(page.url())
  const theirs = second.getByRole('textbox', { name: 'HTML of the Fallback Page' })
  await theirs.fill(`${HTML}\n<!-- theirs -->`)
  await editor().fill(`${HTML}\n<!-- mine -->`)
  await update(second)
  await expect(second.getByText('The Fallback Page is saved.')).toBeVisible()
  await update(page)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('after you opened it')
  await expect(editor()).toHaveValue(`${HTML}\n<!-- mine -->`)
  await editor().fill(HTML)
  await update(page)
  await expect.poll(() => fetchFrom(world().lab, 'http://192.168.85.100:9081/')).toBe(HTML)
  await second.close()
})

test('FB-04 X-49: address and port of the fallback are fields of the service; 0 is refused', async () => {
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  await rowOf(page, 'Web').getByRole('link', { name: 'Modify' }).click()
  await expect(await field(page, 'Fallback Server IP Address')).toHaveValue('127.0.0.1')
  await expect(await field(page, 'Fallback Server Port')).toHaveValue('9081')
  await fill(page, 'Fallback Server Port', '0')
  await update(page)
  await expect(await field(page, 'Fallback Server Port')).toHaveAttribute('aria-invalid', 'true')
  await fill(page, 'Fallback Server Port', '9081')
  await update(page)
  await expect(rowOf(page, 'Web')).toBeVisible()
})

test('services with each kind of fallback', async () => {
  const server = (n: 1 | 2) => ({ Label: `web${n}`, 'Real Server IP Address': `192.168.85.20${n - 1}` })
  await addServer(page, 'Web', server(1))
  await addServer(page, 'Web', server(2))
  await addService(page, { Label: 'Tied', 'IP Address': VIP, Ports: '81', 'Layer 7 Protocol': 'TCP Mode' })
  await addServer(page, 'Tied', { ...server(1), 'Real Server Port': '80' })
  await addServer(page, 'Tied', { ...server(2), 'Real Server Port': '80' })
  await addService(page, { Label: 'Pair', 'IP Address': VIP, Ports: '82' })
  await addServer(page, 'Pair', { ...server(1), Label: 'primary', 'Real Server Port': '80' })
  await modifyService(page, 'Pair', {
    'Fallback Server IP Address': '192.168.85.201',
    'Fallback Server Port': '8081',
  })
  await addService(page, { Label: 'Busy', 'IP Address': VIP, Ports: '83' })
  await addServer(page, 'Busy', { ...server(2), Label: 'slow', 'Real Server Port': '8081' })
  await modifyService(page, 'Busy', {
    'Health Checks': 'Negotiate HTTP (GET)',
    'Response expected': 'never said',
    'Fallback Server IP Address': '192.168.85.201',
    'Fallback Server Port': '8081',
  })
  await toServices(page)
  await commit(page)
  await expect.poll(() => get(80)).toMatch(/^rs[12] on 80$/)
  expect(get(81)).toMatch(/^rs[12] on 80$/)
  expect(get(82)).toBe('rs1 on 80')
})

const SERVERS = ['web1 of Web', 'web2 of Web', 'web1 of Tied', 'web2 of Tied', 'primary of Pair']

/** Clicks it for every server, and confirms where it asks; the row then offers `next`. */
const all = (verb: 'Drain' | 'Halt' | 'Online', next: string) => async (): Promise<void> => {
  await menu(page, 'System Overview')
  for (const name of SERVERS) {
    await page.getByRole('button', { name: `${verb} ${name}`, exact: true }).click()
    const dialog = page.getByRole('alertdialog')
    const done = page.getByRole('button', { name: `${next} ${name}`, exact: true })
    await expect(dialog.or(done).first()).toBeVisible()
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: new RegExp(`^${verb} `) }).click()
    await expect(done).toBeVisible()
  }
}

/** Ways in which every server of a service goes, and one comes back. `tied`: what a client of the TCP service gets that was there before. */
const WAYS = [
  {
    title: 'S-15.2 FB-01 FB-03: every server stopped',
    leave: async () => {
      for (const web of webs) await web.off()
    },
    back: async () => webs[0]?.on(),
    state: 'Down',
    tied: HTML,
  },
  {
    title: 'S-15.2 FB-02 SO-14: every server drained',
    leave: all('Drain', 'Online'),
    back: all('Online', 'Drain'),
    state: 'Offline',
    tied: 'rs1 on 80', // Drain lets those come who belong to the server
  },
  {
    title: 'S-15.2 FB-02 SO-14: every server halted',
    leave: all('Halt', 'Online'),
    back: all('Online', 'Drain'),
    state: 'Offline',
    tied: HTML,
  },
]

for (const { title, leave, back, state, tied } of WAYS)
  test(`${title}: the page through the service; one is back: the service again, for every client`, async () => {
    await leave()
    await expect.poll(() => get(80), { timeout: CHECK_TIME }).toBe(HTML)
    await expect.poll(() => get(81), { timeout: CHECK_TIME }).toBe(tied)
    await menu(page, 'System Overview')
    await expect(rowOf(page, 'Web')).toContainText(state)
    await expect(rowOf(page, 'Web')).toContainText('the fallback answers')
    await test.step('S-15.6 FB-09: a fallback that is one of its own servers, though its check fails', () =>
      expect.poll(() => get(83), { timeout: CHECK_TIME }).toBe('secondary on 8081'))
    await test.step('S-15.7 FB-06 FB-10: primary gone, secondary answers', () =>
      expect.poll(() => get(82), { timeout: CHECK_TIME }).toBe('secondary on 8081'))
    await back()
    for (const port of [80, 81, 82])
      await expect.poll(() => get(port), { timeout: CHECK_TIME }).toBe('rs1 on 80')
    await expect(rowOf(page, 'Web')).not.toContainText('the fallback answers')
  })
