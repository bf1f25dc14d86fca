// A reboot of the VM: the console comes soon, and nothing that was applied is forgotten.
import { expect, type Page, test } from '@playwright/test'
import { fetchFrom, Web } from '../lab/web.ts'
import { addServer, addService, commit } from '../support/layer7.ts'
import { rowOf } from '../support/pages.ts'
import { vmWorldOf } from '../support/vm-world.ts'

const world = vmWorldOf()
const VIP = '192.168.85.150'
const BOOT_LIMIT = 60_000

test.describe.configure({ mode: 'serial' })

let page: Page

test.beforeAll(async () => {
  page = await world().loggedIn()
  new Web(world().lab, 'rs1', [80]).on()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': '192.168.85.200' })
  await commit(page, BOOT_LIMIT)
})

test('a reboot of the VM takes a minute to the login page at most, and brings back what was applied', async () => {
  test.setTimeout(300_000)
  const begun = Date.now()
  await world().reboot()
  const fresh = await world().freshPage()
  await fresh.goto(`${world().url}/login`)
  await expect(fresh.getByLabel('Username')).toBeVisible()
  const took = Date.now() - begun
  test.info().annotations.push({ type: 'boot to login page', description: `${took} ms` })
  new Web(world().lab, 'rs1', [80]).on()
  await expect.poll(() => fetchFrom(world().lab, `http://${VIP}/`), { timeout: 30_000 }).toBe('rs1 on 80')
  const again = await world().loggedIn()
  await expect(rowOf(again, 'web1')).toContainText('Up')
  expect(took).toBeLessThan(BOOT_LIMIT)
})
