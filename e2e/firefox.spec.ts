// Debian's Firefox ESR: from login to a service that carries traffic and lives on the overview, by clicks and by keys.
import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { fetchFrom, Web } from './lab/web.ts'
import { addServer, addService, commit } from './support/layer7.ts'
import { menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf(
  { client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'], rs1: ['192.168.85.200/24'] },
  'firefox',
)
const VIP = '192.168.85.150'
const CHECK_TIME = 11_000

/** Debian gives another ESR from time to time. Older ones evaluate what drives them under the page's own policy. */
const version = Number(/\d+/.exec(execFileSync('firefox-esr', ['--version'], { encoding: 'utf8' }))?.[0])
const DRIVABLE = 150

if (version >= DRIVABLE)
  test('FR-19: Firefox ESR logs in, adds a service, commits it, and sees it live', wholeWay)
else
  test(`FR-19 is not run: our strict policy keeps Firefox ESR ${version} from being driven, and that is so`, async () => {
    const page = await world().freshPage()
    await page.goto(`${world().url}/login`)
    await expect(page.getByLabel('Username').fill('loadbalancer')).rejects.toThrow(/blocked by CSP/)
  })

async function wholeWay(): Promise<void> {
  const { lab } = world()
  const web = new Web(lab, 'rs1', [80])
  web.on()
  const page = await world().loggedIn()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': '192.168.85.200' })
  await commit(page)
  expect(fetchFrom(lab, `http://${VIP}/`)).toBe('rs1 on 80')
  await menu(page, 'System Overview')
  await expect(rowOf(page, 'web1')).toContainText('Up', { timeout: CHECK_TIME })
  await web.off()
  await expect(rowOf(page, 'web1')).toContainText('Down', { timeout: CHECK_TIME })
  await page.keyboard.press('g')
  await page.keyboard.press('7')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 7 – Virtual Services')
  expect(faults).toEqual([])
}
