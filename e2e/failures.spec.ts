// The disk full, the database read-only, the agent away, HAProxy hanging: each is said at once with what to do, nothing is lost, and all goes on by itself when the cause is gone.
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { fetchFrom, Web } from './lab/web.ts'
import { addServer, addService, box, commit } from './support/layer7.ts'
import { field, fill, menu, rowOf, update } from './support/pages.ts'
import { usual, worldOf } from './support/world.ts'

const SERVERS = 'Layer 7 – Real Servers'
const VIP = '192.168.85.150'

const world = worldOf(
  { client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'], rs1: ['192.168.85.200/24'] },
  usual(),
  (lab, { state }) => {
    lab.mount(join(state, 'console'), 12)
    lab.mount(join(state, 'agent'), 24)
  },
)

test.describe.configure({ mode: 'serial' })

let page: Page

const alert = (text: string) => page.getByRole('alert').filter({ hasText: text })
const heading = () => page.getByRole('heading', { level: 1 })
const trafficFlows = () => expect(fetchFrom(world().lab, `http://${VIP}/`)).toBe('rs1 on 80')
const generations = (): string[] => readdirSync(join(world().appliance.state, 'agent/generations'))

/** Fills one of the appliance's small disks to its last byte. */
function fillDisk(part: 'console' | 'agent'): void {
  try {
    writeFileSync(join(world().appliance.state, part, 'filler'), Buffer.alloc(32_000_000))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
const makeRoom = (part: 'console' | 'agent'): void => rmSync(join(world().appliance.state, part, 'filler'))

/** Takes the console's right to write its database, or gives it back. */
function database(to: 'read-only' | 'writable'): void {
  const folder = join(world().appliance.state, 'console')
  const { uid, gid } = statSync(folder)
  for (const name of readdirSync(folder).filter((n) => n.startsWith('fulcrum.db'))) {
    chownSync(join(folder, name), to === 'writable' ? uid : 0, gid)
    chmodSync(join(folder, name), to === 'writable' ? 0o600 : 0o440)
  }
}

/** HAProxy's master and workers. */
async function haproxyPids(): Promise<number[]> {
  const answer = await world().appliance.haproxy('show proc')
  return [...answer.matchAll(/^(\d+)\s/gm)].map((m) => Number(m[1]))
}
function signal(name: 'SIGSTOP' | 'SIGCONT', pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, name)
}

async function openServer(label: string): Promise<void> {
  await menu(page, 'Cluster Configuration', SERVERS)
  await rowOf(page, label).getByRole('link', { name: 'Modify' }).click()
  await expect(heading()).toContainText('Layer 7 Modify Real Server')
}

test.beforeAll(async () => {
  new Web(world().lab, 'rs1', [80]).on()
  page = await world().loggedIn()
  await addService(page, { Label: 'Web', 'IP Address': VIP, Ports: '80' })
  for (const label of ['web1', 'web2'])
    await addServer(page, 'Web', { Label: label, 'Real Server IP Address': '192.168.85.200' })
  await commit(page)
})

test('the console’s disk full: not saved, with the reason; the entries stay, and are saved once there is room', async () => {
  await openServer('web1')
  await fill(page, 'Weight', '77')
  fillDisk('console')
  await update(page)
  await expect(alert('Not saved.')).toContainText(
    'The disk that holds the console’s database is full. Make room on it, then try again; traffic is not affected.',
  )
  await expect(await field(page, 'Weight')).toHaveValue('77')
  trafficFlows()
  makeRoom('console')
  await update(page)
  await expect(heading()).toHaveText(SERVERS)
  await expect(box(page)).toContainText('web1')
})

test('the agent’s disk full: not applied, with the reason; what waits goes on waiting, no half of it stays', async () => {
  const before = generations()
  fillDisk('agent')
  await box(page).getByRole('button', { name: 'Reload HAProxy' }).click()
  await expect(alert('Not applied.')).toContainText(
    'The disk of the state directory is full. Make room on it, then try again. What ran before still runs.',
  )
  expect(generations()).toEqual(before)
  trafficFlows()
  await menu(page, 'System Overview')
  await rowOf(page, 'web2').getByRole('button', { name: 'Drain web2 of Web' }).click()
  await expect(alert('web2 of Web:')).toContainText('The disk of the state directory is full.')
  expect((await world().appliance.servers())['Web/web2']).toMatch(/^UP/)
  makeRoom('agent')
  await box(page).getByRole('button', { name: 'Apply now' }).click()
  await expect(rowOf(page, 'web2')).toContainText('Drained')
  await rowOf(page, 'web2').getByRole('button', { name: 'Online web2 of Web' }).click()
  await expect(rowOf(page, 'web2')).toContainText('Up')
  await commit(page)
})

test('the database read-only: not saved, with the reason; the entries stay, and are saved once it is writable', async () => {
  database('read-only')
  // The connection that is open may still write once.
  for (const weight of ['91', '92']) {
    await openServer('web1')
    await fill(page, 'Weight', weight)
    await update(page)
    await expect(
      page.getByRole('heading', { level: 1, name: SERVERS, exact: true }).or(alert('Not saved.')),
    ).toBeVisible()
    if (await alert('Not saved.').isVisible()) break
  }
  await expect(alert('Not saved.')).toContainText(
    'The console’s database is read-only. Make its disk and its file writable again, then try again; traffic is not affected.',
  )
  const typed = await (await field(page, 'Weight')).inputValue()
  trafficFlows()
  database('writable')
  await update(page)
  await expect(heading()).toHaveText(SERVERS)
  await openServer('web1')
  await expect(await field(page, 'Weight')).toHaveValue(typed)
  await commit(page)
})

test('the agent away and its socket gone: said with its age, nothing is applied; then all goes on by itself', async () => {
  await openServer('web1')
  await fill(page, 'Weight', '50')
  await update(page)
  await expect(box(page)).toContainText('web1')
  const agent = world().agentPid()
  process.kill(agent, 'SIGSTOP')
  rmSync(join(world().appliance.run, 'agent.sock'))
  try {
    await expect(page.getByText(/The agent has not answered for \d+ s/)).toBeVisible({ timeout: 8000 })
    await box(page).getByRole('button', { name: 'Reload HAProxy' }).click()
    await expect(alert('Not applied.')).toContainText(
      'The agent does not answer. What runs goes on unchanged.',
    )
    trafficFlows()
  } finally {
    process.kill(agent, 'SIGCONT')
  }
  await expect(page.getByText(/The agent has not answered/)).toBeHidden({ timeout: 8000 })
  expect(world().agentPid()).toBe(agent)
  await commit(page)
})

test('HAProxy hangs: unknown instead of green, neither drain nor commit is done half or late; then all goes on by itself', async () => {
  await openServer('web1')
  await fill(page, 'Weight', '60')
  await update(page)
  await expect(box(page)).toContainText('web1')
  await menu(page, 'System Overview')
  const pids = await haproxyPids()
  signal('SIGSTOP', pids)
  try {
    await rowOf(page, 'web2').getByRole('button', { name: 'Drain web2 of Web' }).click()
    await expect(alert('web2 of Web:')).toContainText('HAProxy does not answer.', { timeout: 8000 })
    await expect(rowOf(page, 'web1')).toContainText('Unknown')
    await box(page).getByRole('button', { name: 'Reload HAProxy' }).click()
    await expect(alert('HAProxy runs, but does not answer')).toContainText('What ran before still runs.', {
      timeout: 8000,
    })
  } finally {
    signal('SIGCONT', pids)
  }
  await expect(rowOf(page, 'web1')).toContainText('Up', { timeout: 8000 })
  trafficFlows()
  expect((await world().appliance.servers())['Web/web2']).toMatch(/^UP/)
  await box(page).getByRole('button', { name: 'Apply now' }).click()
  await expect(rowOf(page, 'web2')).toContainText('Drained')
  await commit(page)
  expect(
    execFileSync('cat', [join(world().appliance.state, 'agent/current/haproxy/haproxy.cfg')], {
      encoding: 'utf8',
    }),
  ).toContain('weight 60')
})
