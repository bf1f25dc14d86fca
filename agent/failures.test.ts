// What the machine under the agent may do to it: a full disk, a socket taken away, a HAProxy that hangs. Each is said, loses nothing, and heals by itself. Needs root.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Document } from '../lib/model/document.ts'
import type { Step } from '../lib/model/step.ts'
import type { Output } from '../lib/protocol/messages.ts'
import { takeDown } from './down.ts'
import type { Places } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { applied, ask, commitAll, endOf, notWatching, operate, watching } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { type Counted, fetchOnce, load, soon, webServer } from './testing/traffic.ts'
import { textOf } from './verbs/files.ts'
import { ask as askHaproxy } from './verbs/master-socket.ts'

const HOST = '127.66.1.1'
const URL_OF = 'http://127.66.0.1:8081/'
const FULL = /^The disk of the state directory is full\. Make room on it, then try again\./
const SILENT = /^HAProxy runs, but does not answer/

let places: Places
let agent: Agent
let web: Counted
let watch = notWatching
/** Called after each step of a commit. */
let afterStep: (step: Step) => void = () => {}

const service = (weight: number, data: Record<string, unknown>): Document =>
  layer7({
    label: 'Web',
    data,
    address: '127.66.0.1',
    ports: '8081',
    servers: ['web1', 'web2'].map((label) => ({ label, address: HOST, port: 8001, weight })),
  })
/** Weights alone are taken without a reload; with other `data` HAProxy reloads. */
const end = async (weight: number, data = {}) =>
  endOf(await commitAll(places.socket, [service(weight, data)]))

const drained = (...servers: string[]): Document => ({
  area: 'server-state',
  version: 1,
  items: servers.map((label) => ({
    ...{ id: `state-${label}`, kind: 'server-state', parent: 'server-state', label, position: 0 },
    data: { state: 'drained', since: 1, by: 'test' },
  })),
})
const set = async (document: Document): Promise<Output<'set-server-states'>> =>
  (await ask(places.socket, 'set-server-states', { document, author: 'test' })).answer

/** As HAProxy itself says: weight and administrative state of each server. */
async function servers(): Promise<string[]> {
  const states = await askHaproxy(places.master, '@1 show servers state')
  return [...states.matchAll(/ Web \d+ (web\d) \S+ \d (\d) (\d+) /g)].map((m) => m.slice(1).join(' '))
}

const filler = () => join(places.agent, 'filler')
/** Leaves so many bytes on the disk. */
function fill(left: number): void {
  const [, , , free = '0'] =
    execFileSync('df', ['-B1', places.agent], { encoding: 'utf8' }).trim().split('\n').at(-1)?.split(/\s+/) ??
    []
  writeFileSync(filler(), Buffer.alloc(Math.max(0, Number(free) - left)))
}
const makeRoom = () => rmSync(filler(), { force: true })

/** Everything of HAProxy: master and workers, found without asking it. */
function haproxy(): number[] {
  const found = execFileSync('pgrep', ['-x', 'haproxy'], { encoding: 'utf8' }).trim().split('\n').map(Number)
  return found.filter((pid) => textOf(`/proc/${pid}/cmdline`)?.includes(places.master))
}
function signal(name: 'SIGSTOP' | 'SIGCONT', pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, name)
}
const unit = () => watch.now().units.find((u) => u.unit === 'haproxy')
const nothingDiffers = () => soon('nothing differs', () => watch.now().differences.length === 0)

before(async () => {
  places = await makeHome('shared')
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', places.agent])
  web = await webServer(HOST, 8001, 'web')
  agent = await startAgent({ places, every: 200, patience: 1500, afterStep: (step) => afterStep(step) })
  assert.equal((await end(100)).type, 'applied')
  watch = await watching(places.socket)
})

after(async () => {
  watch.end()
  await agent.stop()
  await web.close()
  await takeDown(places)
  // A worker that was killed may still be on its way out.
  await soon('nobody holds the disk', () => spawnSync('umount', [places.agent]).status === 0)
  await endHome(places)
})

test('a full disk: neither commit nor drain changes anything, both say why, and work again once there is room', async () => {
  const traffic = load(URL_OF)
  const [generation, files] = [(await applied(places.socket)).generation, readdirSync(places.generations)]
  fill(1_000_000)
  const refused = await end(50)
  assert.ok(refused.type === 'reverted' && refused.restored, JSON.stringify(refused))
  assert.match(refused.reason, FULL)
  assert.equal((await applied(places.socket)).generation, generation)
  assert.deepEqual(readdirSync(places.generations), files)
  makeRoom()
  fill(0)
  const { servers: outcome, document } = await set(drained('Web.web1'))
  assert.match(outcome[0]?.failure ?? '', FULL)
  assert.deepEqual(document.items, [])
  assert.deepEqual(await servers(), ['web1 0 100', 'web2 0 100'])
  makeRoom()
  assert.equal((await set(drained('Web.web1'))).servers[0]?.failure, '')
  assert.equal((await end(50)).type, 'applied')
  assert.deepEqual(await servers(), ['web1 8 50', 'web2 0 50'])
  await set(drained())
  await traffic.end()
  assert.deepEqual(traffic.failures(), [])
})

test('a disk that fills up in the middle of a commit: what was before is what runs, and what is current', async () => {
  const traffic = load(URL_OF)
  const { generation } = await applied(places.socket)
  afterStep = (step) => step.do === 'switch' && fill(0)
  const refused = await end(70)
  afterStep = () => {}
  assert.ok(refused.type === 'reverted' && refused.restored, JSON.stringify(refused))
  assert.match(refused.reason, FULL)
  assert.equal((await applied(places.socket)).generation, generation)
  assert.deepEqual(await servers(), ['web1 0 50', 'web2 0 50'])
  makeRoom()
  assert.equal((await end(70)).type, 'applied')
  await traffic.end()
  assert.deepEqual(traffic.failures(), [])
})

test('the socket taken away: it is there again by itself, and who was connected stays so', async () => {
  rmSync(places.socket)
  await soon('it is there', async () => (await ask(places.socket, 'facts').catch(() => null))?.status === 200)
  const at = watch.now().at
  await soon('the watch goes on', () => watch.now().at > at)
})

test('a HAProxy that hangs: commit and drain are refused and not done late; it is silent and unknown, then as before', async () => {
  const pids = haproxy()
  signal('SIGSTOP', pids)
  const waiting = fetchOnce(URL_OF, 20_000)
  const refused = await end(30)
  assert.ok(refused.type === 'reverted' && refused.restored, JSON.stringify(refused))
  assert.match(refused.reason, SILENT)
  const { servers: outcome } = await set(drained('Web.web2'))
  assert.equal(outcome[0]?.failure, 'HAProxy does not answer.')
  await soon('it is silent', () => unit()?.state === 'silent', 8000)
  assert.match(unit()?.reason ?? '', /^HAProxy runs, but has not answered for \d+ s\.$/)
  assert.deepEqual([...new Set(watch.now().rows.map((r) => r.state))], ['unknown'])
  signal('SIGCONT', pids)
  assert.deepEqual(await waiting, { ok: true, text: 'web' })
  await soon('it runs', () => unit()?.state === 'running')
  await nothingDiffers()
  assert.deepEqual(await servers(), ['web1 0 70', 'web2 0 70'], 'nothing is done late')
  assert.deepEqual(watch.now().notices, [])
})

test('a HAProxy that hangs in the middle of a commit: said, and the former generation runs again by itself once it can', async () => {
  let pids: number[] = []
  const { generation } = await applied(places.socket)
  const known = haproxy()
  afterStep = (step) => {
    if (step.do !== 'reload') return
    pids = haproxy()
    signal('SIGSTOP', pids)
  }
  const refused = await end(10, { balance: 'leastconn' })
  afterStep = () => {}
  assert.ok(pids.some((pid) => !known.includes(pid)))
  assert.ok(refused.type === 'reverted' && !refused.restored, JSON.stringify(refused))
  signal('SIGCONT', pids)
  await soon(
    'the former weights are back',
    async () => (await servers().catch(() => [])).join() === 'web1 0 70,web2 0 70',
    12_000,
  )
  assert.equal((await applied(places.socket)).generation, generation)
  await nothingDiffers()
})

test('what hangs can be restarted, as the message says', async () => {
  const pids = haproxy()
  signal('SIGSTOP', pids)
  const done = endOf(await operate(places.socket, 'restart'))
  assert.equal(done.type, 'applied', JSON.stringify(done))
  assert.deepEqual(await fetchOnce(URL_OF), { ok: true, text: 'web' })
  await soon('the former ones are gone', () => !haproxy().some((pid) => pids.includes(pid)))
})
