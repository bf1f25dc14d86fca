// The two commands on a machine of the lab: what they refuse, start, leave running and take away.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { Appliance, PASSWORD } from './lab/appliance.ts'
import { Lab, type Plan } from './lab/lab.ts'

const TWO_ADDRESSES: Plan = {
  client: ['192.168.85.10/24', '10.40.8.10/24', '2001:db8:85::10/64'],
  appliance: ['192.168.85.100/24', '10.40.8.100/24', '2001:db8:85::100/64'],
}

test.describe.configure({ mode: 'serial' })

let lab: Lab
let appliance: Appliance

test.beforeAll(() => {
  lab = new Lab(TWO_ADDRESSES)
  appliance = new Appliance(lab, '192.168.85.100')
})
test.afterAll(() => lab.remove())

/** Status of the console's login page as the client gets it; 0 when nothing answers. */
function loginStatus(host: string, path = '/lbadmin/login'): number {
  const asked = lab
    .at('client')
    .exec(['curl', '-sk', '-m', '3', '-o', '/dev/null', '-w', '%{http_code}', `https://${host}:9443${path}`])
  return Number(asked.stdout)
}

/** What `npm start` wrote down of the processes it runs. */
const lock = (): Lock => JSON.parse(readFileSync(join(appliance.run, 'start.json'), 'utf8')) as Lock
type Lock = Record<'start' | 'console' | 'agent', { pid: number }>

test('not root: one clear line', () => {
  const as = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', 'env', '-i', process.execPath]
  const checkout = openCopyOfBootstrap()
  const { code, stderr, stdout } = lab.at('appliance').exec([...as, join(checkout, 'bootstrap.mjs'), 'start'])
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr.trim().split('\n')).toEqual([
    'npm start must be run as root: it manages addresses and daemons.',
  ])
})

/** Where nobody can read it, whatever folder the checkout lies in. */
function openCopyOfBootstrap(): string {
  const folder = join(lab.folder, 'bootstrap')
  mkdirSync(folder)
  for (const name of ['bootstrap.mjs', 'packages.mjs'])
    copyFileSync(join('agent/setup', name), join(folder, name))
  return folder
}

test('LG-03: a weak password is refused before anything is started', async () => {
  const started = appliance.launch({ FULCRUM_PASSWORD: 'loadbalancer' })
  expect(await started.ended).toBe(1)
  expect(started.output()).toContain('FULCRUM_PASSWORD is too weak.')
  expect(lab.at('appliance').listeners()).toEqual([])
})

test('FR-01 FR-02 PT-10: fresh start prints every address, and each answers with a self-signed certificate', async () => {
  const started = await appliance.start()
  expect(started.output()).toContain('User: loadbalancer')
  expect(started.output()).not.toContain(PASSWORD)
  for (const host of ['192.168.85.100', '10.40.8.100', '[2001:db8:85::100]']) {
    expect(started.output()).toContain(`https://${host}:9443/lbadmin/`)
    expect(loginStatus(host)).toBe(200)
    const bare = loginStatus(host, '/lbadmin')
    expect([200, 307, 308]).toContain(bare)
  }
  const seen = lab
    .at('client')
    .exec(['openssl', 's_client', '-connect', '192.168.85.100:9443'], 5000)
    .stdout.match(/^(subject|issuer)=(.*)$/gm)
  expect(seen?.[0]?.replace('subject', '')).toBe(seen?.[1]?.replace('issuer', ''))
})

test('PT-08 PT-13: no other port is open on a fresh unit', () => {
  const open = lab
    .at('appliance')
    .listeners()
    .filter((l) => !l.startsWith('127.0.0.1:') && !l.startsWith('[::1]:'))
  expect([...new Set(open.map((l) => l.slice(l.lastIndexOf(':') + 1)))].sort()).toEqual(['9081', '9443'])
})

test('the console is not root and can open neither the agent’s tree nor any key', () => {
  const status = readFileSync(`/proc/${lock().console.pid}/status`, 'utf8')
  expect(status).not.toMatch(/^Uid:\s+0\s/m)
  expect(status).toMatch(/^Groups:\s*(\d+\s*)?$/m)
  const as = ['setpriv', '--reuid=fulcrum', '--regid=fulcrum', '--clear-groups']
  const may = (...args: string[]) => lab.at('appliance').exec([...as, ...args]).code === 0
  expect(may('test', '-r', join(appliance.state, 'console/fulcrum.db'))).toBe(true)
  for (const path of [
    'agent',
    'agent/secrets/console-key',
    'agent/secrets',
    'agent/current/front/console.key',
  ])
    expect(may('test', '-r', join(appliance.state, path)), path).toBe(false)
  for (const path of ['release', 'scripts', 'runner', 'agent/bin', 'agent'])
    expect(may('touch', join(appliance.state, path, 'planted')), path).toBe(false)
})

test('a second npm start says so in one line and leaves the first alone', async () => {
  const second = appliance.launch()
  expect(await second.ended).toBe(1)
  expect(second.output().trim().split('\n')).toHaveLength(1)
  expect(second.output()).toContain('already started')
  expect(loginStatus('192.168.85.100')).toBe(200)
})

test('a console that dies is started again and the terminal says so', async () => {
  const before = lock().console.pid
  process.kill(before, 'SIGKILL')
  await expect
    .poll(() => lock().console.pid !== before && loginStatus('192.168.85.100'), { timeout: 15_000 })
    .toBe(200)
})

test('Ctrl-C stops console and agent and says that traffic keeps flowing; second start serves the login page in under 5 s', async () => {
  const said = await appliance.interrupt()
  expect(said).toContain('traffic keeps flowing')
  expect(said).toContain('npm run down')
  expect(existsSync(join(appliance.run, 'start.json'))).toBe(false)
  expect(loginStatus('192.168.85.100')).toBe(502)
  const begun = Date.now()
  const started = await appliance.start()
  expect(Date.now() - begun, started.output()).toBeLessThan(5000)
  expect(loginStatus('192.168.85.100')).toBe(200)
})

test('after an npm start that was killed the next one takes over what it left', async () => {
  const { start } = lock()
  process.kill(start.pid, 'SIGKILL')
  await appliance.start()
  expect(loginStatus('192.168.85.100')).toBe(200)
  expect(lock().start.pid).not.toBe(start.pid)
})

test('npm run down stops everything, wherever it was started', async () => {
  await appliance.down()
  expect(lab.at('appliance').listeners()).toEqual([])
  expect(lab.at('appliance').pids()).toEqual([])
})

test('FULCRUM_LISTEN narrows the addresses; a password is made up and printed once', async () => {
  const narrow = new Appliance(lab, '10.40.8.100', { name: 'narrow' })
  const given = { FULCRUM_LISTEN: '10.40.8.100', FULCRUM_PASSWORD: '' }
  const started = await narrow.start(given)
  expect(started.output()).toMatch(/Password: (\w{5}-){3}\w{5} /)
  expect(started.output()).not.toContain('192.168.85.100')
  expect(loginStatus('10.40.8.100')).toBe(200)
  expect(loginStatus('192.168.85.100')).toBe(0)
  await narrow.interrupt()
  const again = await narrow.start(given)
  expect(again.output()).not.toContain('Password:')
  await narrow.down()
})

test('works from a checkout below a folder closed to others', async () => {
  const checkout = closedCheckout()
  try {
    const closed = new Appliance(lab, '192.168.85.100', { name: 'closed', checkout })
    await closed.start()
    expect(loginStatus('192.168.85.100')).toBe(200)
    await closed.down()
  } finally {
    rmSync(join(checkout, '..'), { recursive: true })
  }
})

/** What git and a build make, below a new folder of mode 0700. */
function closedCheckout(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'closed-')), 'fulcrum')
  const kept = /^(node_modules|test-results|\.git|\.next)$/
  mkdirSync(join(folder, '.next'), { recursive: true })
  for (const name of readdirSync('.').filter((n) => !kept.test(n)))
    cpSync(name, join(folder, name), { recursive: true })
  for (const name of ['standalone', 'bundles', 'sources-digest'])
    cpSync(join('.next', name), join(folder, '.next', name), { recursive: true, verbatimSymlinks: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  return folder
}
