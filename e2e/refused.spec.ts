// A configuration that HAProxy refuses: nothing that runs changes, and the page has HAProxy's own line and the field it came from.
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { build } from 'esbuild'
import { fetchFrom, Web } from './lab/web.ts'
import { addServer, addService, box, commit, remove } from './support/layer7.ts'
import { menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({
  client: ['192.168.85.10/24'],
  appliance: ['192.168.85.100/24'],
  rs1: ['192.168.85.200/24'],
})
const VIP = '192.168.85.150'

test.describe.configure({ mode: 'serial' })

let page: Page

/** Puts the agent with the planted fault where the real one lies, and ends the real one: it is started again by itself. */
async function plantFault(): Promise<void> {
  const { appliance } = world()
  await build({
    entryPoints: ['e2e/support/planted-agent.ts'],
    outfile: join(appliance.state, 'agent/bin/agent.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  })
  const real = world().agentPid()
  process.kill(real, 'SIGKILL')
  await expect.poll(() => world().agentPid(), { timeout: 15_000 }).not.toBe(real)
}

test.beforeAll(async () => {
  new Web(world().lab, 'rs1', [80]).on()
  page = await world().loggedIn()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  await addServer(page, 'Web', { Label: 'web1', 'Real Server IP Address': '192.168.85.200' })
  await commit(page)
  await plantFault()
})

test('a refused commit changes nothing that runs, and says whose line it was', async () => {
  const { appliance, lab } = world()
  const workers = await appliance.haproxy('show proc')
  await addServer(page, 'Web', { Label: 'refused1', 'Real Server IP Address': '192.168.85.201' })
  await box(page).getByRole('button', { name: 'Reload HAProxy' }).click()
  const report = page.getByRole('alert').filter({ hasText: 'Not applied.' })
  await expect(report).toContainText("unknown keyword 'no-such-word'", { timeout: 15_000 })
  await expect(report).toContainText(/HAProxy refused line \d+/)
  await expect(report).toContainText('What ran before still runs.')
  expect(pidsOf(await appliance.haproxy('show proc'))).toEqual(pidsOf(workers))
  expect(fetchFrom(lab, `http://${VIP}/`)).toBe('rs1 on 80')
  await report.getByRole('link', { name: /refused1/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Layer 7 Modify Real Server - Web')
})

test('it goes on waiting until the cause is gone; then nothing waits (CM-05)', async () => {
  await menu(page, 'Cluster Configuration', 'Layer 7 – Real Servers')
  await expect(box(page)).toContainText('refused1')
  await expect(rowOf(page, 'refused1')).toContainText('Not running')
  await remove(page, 'refused1')
  await expect(box(page)).toBeHidden()
})

/** Process numbers of master and workers, without their age. */
const pidsOf = (answer: string): string[] => answer.match(/^\d+/gm) ?? []
