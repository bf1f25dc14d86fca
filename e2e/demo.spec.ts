// The demo: within a minute a living overview, made as a user makes it; taken away again without a trace, also after a crash.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { stored } from './support/layer7.ts'
import { menu, rowOf } from './support/pages.ts'
import { worldOf } from './support/world.ts'

const world = worldOf({ client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'] })
const SERVERS = ['DICOM-Print/printer', 'Web-Shop/web', 'Mail/mail'].flatMap((s) => [1, 2].map((n) => s + n))

test.describe.configure({ mode: 'serial' })

let page: Page

/** `npm run demo` in a machine of the lab, to its end. */
async function demo(machine: string, ...options: string[]): Promise<{ code: number | null; said: string }> {
  const { lab, appliance } = world()
  const command = ['npm', 'run', '--silent', 'demo', ...(options.length ? ['--', ...options] : [])]
  const started = lab.at(machine).start(command, appliance.env(), process.cwd())
  return { code: await started.ended, said: started.output() }
}

const links = () => world().appliance.machine.must(['ip', '-o', 'link'])
const keeper = (): number => {
  const mark = JSON.parse(readFileSync(join(world().appliance.run, 'demo.json'), 'utf8'))
  return (mark as { keeper: { pid: number } }).keeper.pid
}
/** Processes of the demo: its programs, and its printers. */
const processes = (): string[] =>
  readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && OURS.some((part) => commandOf(pid).includes(part)),
  )
const OURS = [`${process.cwd()}/agent/setup/demo/`, 'storescp\0--ignore\0']
const commandOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it ended while we looked
  }
}

test('beside nothing that runs it says so, and makes nothing', async () => {
  const { code, said } = await demo('client')
  expect([code, said]).toEqual([1, expect.stringContaining('Fulcrum does not run here.')])
})

test('WZ-01: within a minute there is a living overview', async () => {
  test.setTimeout(90_000)
  const begun = Date.now()
  page = await world().loggedIn()
  const { code, said } = await demo('appliance')
  expect(code, said).toBe(0)
  const up = async () => {
    const states = await world().appliance.servers()
    return SERVERS.filter((s) => !states[s]?.includes('UP') && !/L7OK/.test(states[s] ?? ''))
  }
  await expect.poll(up, { timeout: 30_000 }).toEqual([])
  expect(Date.now() - begun).toBeLessThan(60_000)
  for (const label of ['web1', 'mail2', 'printer1']) await expect(rowOf(page, label)).toContainText('Up')
  const connections = () => rowOf(page, 'Mail').first().textContent()
  const first = await connections()
  await expect.poll(connections, { timeout: 10_000 }).not.toBe(first)
  await page.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Layer 7 - Add a new Virtual Service')
  await menu(page, 'System Overview')
  await expect(page.getByText('Would you like to run the Setup Wizard?')).toBeHidden()
})

test('called again it changes nothing; its machines are nobody’s', async () => {
  const [before, pid] = [await stored(page), keeper()]
  const { code, said } = await demo('appliance')
  expect(code, said).toBe(0)
  expect([await stored(page), keeper()]).toEqual([before, pid])
  const machines = processes().filter((p) => Number(p) !== pid)
  const users = machines.map((p) => /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${p}/status`, 'utf8'))?.[1])
  expect(users.length).toBeGreaterThanOrEqual(4 + 2) // a printer may be off
  expect(new Set(users)).toEqual(new Set(['65534']))
})

test('removed after a crash it leaves no service, no address, no process; removed twice, neither', async () => {
  process.kill(keeper(), 'SIGKILL')
  await expect.poll(processes).toEqual([])
  for (let times = 0; times < 2; times++) {
    const { code, said } = await demo('appliance', '--remove')
    expect([code, said]).toEqual([0, expect.stringContaining('Nothing of the demo is left.')])
    expect(await stored(page)).toEqual([])
    expect(links()).not.toContain('demo')
    expect(world().appliance.machine.addresses().join()).not.toContain('198.18.')
    expect(readdirSync(world().appliance.run).join()).not.toContain('demo')
  }
})
