// Drain, Halt and Online on a real HAProxy: what clients notice, what every restart remembers, and that no file changes. Needs root.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Document } from '../lib/model/document.ts'
import type { Output } from '../lib/protocol/messages.ts'
import { takeDown } from './down.ts'
import { type Places, unitFolder } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { applied, ask, commitAll, endOf, notWatching, operate, watching } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { soon } from './testing/traffic.ts'
import { ask as askHaproxy, askProcesses } from './verbs/master-socket.ts'
import { processOf } from './verbs/processes.ts'

const VIP = '127.64.0.1'
const STICKY = 5001
const PLAIN = 5002
const service = (label: string, port: number, persistence: string, weight = 100, more = {}) => ({
  label,
  address: VIP,
  ports: String(port),
  data: { protocol: 'tcp', persistence, ...more },
  servers: [
    { label: 'one', address: '127.64.1.1', port: 7000, weight },
    { label: 'two', address: '127.64.1.2', port: 7000 },
  ],
})
const intent = (weight = 100): Document =>
  layer7(
    service('Sticky', STICKY, 'source', weight),
    service('Plain', PLAIN, 'none', weight, { check: 'none' }),
  )

type State = 'drained' | 'halted'
const SINCE = Date.now()
const states = (wanted: Record<string, State>): Document => ({
  area: 'server-state',
  version: 1,
  items: Object.entries(wanted).map(([server, state], position) => ({
    id: `state-${server}`,
    kind: 'server-state',
    parent: 'server-state',
    label: server,
    position,
    data: { state, since: SINCE, by: 'anna' },
  })),
})

let places: Places
let agent: Agent
let watch = notWatching
const servers: Server[] = []

/** Says its address to whoever connects, and keeps the connection. */
const greeter = (address: string) =>
  new Promise<Server>((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.write(`${address}\n`)
    })
    server.listen(7000, address, () => resolve(server))
  })

interface Client {
  server: string
  ended: () => boolean
  end: () => void
}

/** A connection that was greeted. Throws when nobody did. `from`: the client's own address. */
const client = (port: number, from = '127.64.2.1') =>
  new Promise<Client>((resolve, reject) => {
    let over = false
    const socket: Socket = connect({ host: VIP, port, localAddress: from })
    socket.on('error', () => {
      over = true
    })
    socket.on('close', () => {
      over = true
      reject(new Error('nobody greeted'))
    })
    socket.on('data', (text) =>
      resolve({ server: String(text).trim(), ended: () => over, end: () => socket.destroy() }),
    )
  })

async function greeting(port: number, from?: string): Promise<string> {
  const one = await client(port, from)
  one.end()
  return one.server
}
/** Who greets six clients that nothing ties to a server. */
const greetings = async (port: number): Promise<string[]> => {
  const all = await Promise.all([1, 2, 3, 4, 5, 6].map(() => greeting(port).catch(() => 'nobody')))
  return [...new Set(all)].sort()
}

async function set(wanted: Record<string, State>): Promise<Output<'set-server-states'>> {
  const { status, answer } = await ask(places.socket, 'set-server-states', {
    document: states(wanted),
    author: 'anna',
  })
  assert.equal(status, 200, JSON.stringify(answer))
  return answer
}
const outcomes = async (wanted: Record<string, State>) =>
  Object.fromEntries((await set(wanted)).servers.map((s) => [s.server, s.failure || s.state]))

/** `srv_admin_state` of every server that is not plainly ready. */
async function administrative(): Promise<Record<string, number>> {
  const text = await askHaproxy(places.master, '@1 show servers state')
  const rows = [...text.matchAll(/^\d+ (\S+) \d+ (\S+) \S+ \d+ ([1-9]\d*) /gm)]
  return Object.fromEntries(rows.map((m) => [`${m[1]}/${m[2]}`, Number(m[3])]))
}
const stateFile = () => readFileSync(join(unitFolder(places, 'haproxy'), 'server-state'), 'utf8')
const rowOf = (key: string) => watch.now().rows.find((r) => r.key === `layer7/${key}`)
const config = () => readFileSync(join(places.current, 'haproxy/haproxy.cfg'), 'utf8')
const reloads = async () => (await askProcesses(places.master)).master.reloads

async function startOne(): Promise<void> {
  agent = await startAgent({ places, every: 300 })
  watch = await watching(places.socket)
}
async function stopOne(): Promise<void> {
  watch.end()
  await agent.stop()
}

before(async () => {
  places = await makeHome('shared')
  servers.push(await greeter('127.64.1.1'), await greeter('127.64.1.2'))
  await startOne()
  assert.equal(endOf(await commitAll(places.socket, [intent()])).type, 'applied')
})

after(async () => {
  await stopOne()
  for (const s of servers) s.close()
  await endHome(places)
})

test('SO-12 drained: those tied to it keep coming, new clients do not; no byte of haproxy.cfg changes, nothing reloads', async () => {
  const [cfg, before, { generation }] = [config(), await reloads(), await applied(places.socket)]
  const froms = ['127.64.2.1', '127.64.2.2', '127.64.2.3', '127.64.2.4']
  const tied = await Promise.all(froms.map(async (from) => [from, await greeting(STICKY, from)] as const))
  const [mine = ''] = tied.find(([, server]) => server === '127.64.1.1') ?? []
  assert.notEqual(mine, '')
  assert.deepEqual(await outcomes({ 'Sticky.one': 'drained', 'Plain.one': 'drained' }), {
    'Sticky.one': 'drained',
    'Plain.one': 'drained',
  })
  assert.deepEqual(await administrative(), { 'Sticky/one': 8, 'Plain/one': 8 })
  assert.equal(await greeting(STICKY, mine), '127.64.1.1')
  for (const from of ['127.64.3.1', '127.64.3.2', '127.64.3.3', '127.64.3.4'])
    assert.equal(await greeting(STICKY, from), '127.64.1.2')
  assert.deepEqual(await greetings(PLAIN), ['127.64.1.2'])
  assert.equal(config(), cfg)
  assert.equal(await reloads(), before)
  assert.equal((await applied(places.socket)).generation, generation)
  assert.deepEqual(
    (await applied(places.socket)).documents.find((d) => d.area === 'server-state')?.items.length,
    2,
  )
  await soon('counted', () =>
    /by anna, no connections and \d clients? left/.test(rowOf('Sticky/one')?.reason ?? ''),
  )
  assert.deepEqual([rowOf('Sticky/one')?.state, rowOf('Sticky/one')?.since], ['drained', SINCE])
  assert.equal(rowOf('Plain/one')?.reason, 'by anna, no connections left')
  await soon('the file that the next worker reads says so', () => / Plain 1 one \S+ \d 8 /.test(stateFile()))
})

test('a drained server survives reload, a commit, restart, HAProxy killed, the agent gone, everything down', async () => {
  const holds = async () => {
    await soon('HAProxy answers', () =>
      administrative().then(
        (a) => Object.keys(a).length > 0,
        () => false,
      ),
    )
    assert.deepEqual(await administrative(), { 'Sticky/one': 8, 'Plain/one': 8 })
    assert.deepEqual(await greetings(PLAIN), ['127.64.1.2'])
  }
  assert.equal(endOf(await operate(places.socket, 'reload')).type, 'applied')
  await holds()
  assert.equal(endOf(await commitAll(places.socket, [intent(50)])).type, 'applied')
  await holds()
  assert.equal(endOf(await operate(places.socket, 'restart')).type, 'applied')
  await holds()
  const { master } = await askProcesses(places.master)
  process.kill(master.pid, 'SIGKILL')
  await soon('the former one is gone', () => processOf(master.pid) === null)
  await soon('it runs again', () =>
    askProcesses(places.master).then(
      () => true,
      () => false,
    ),
  )
  await holds()
  await stopOne()
  await startOne()
  await holds()
  await stopOne()
  await takeDown(places)
  await startOne()
  await holds()
})

test('another hand in HAProxy: shown, said, and set right', async () => {
  await askHaproxy(places.master, '@1 set server Plain/one state ready')
  await askHaproxy(places.master, '@1 set server Sticky/two state maint')
  await soon(
    'set right',
    async () => JSON.stringify(await administrative()) === '{"Sticky/one":8,"Plain/one":8}',
  )
  await soon('said', () =>
    watch.now().notices.some((n) => n.startsWith('two of Sticky was halted in HAProxy')),
  )
  await soon('no difference is left', () => watch.now().differences.length === 0)
})

test('SO-13 SO-14 halted: connections end in old workers too, new ones are refused; then online again', async () => {
  assert.deepEqual(await outcomes({}), { 'Sticky.one': 'online', 'Plain.one': 'online' })
  assert.deepEqual(await administrative(), {})
  assert.deepEqual(await greetings(PLAIN), ['127.64.1.1', '127.64.1.2'])
  const held = await Promise.all([1, 2, 3, 4].map(() => client(PLAIN)))
  assert.equal(endOf(await operate(places.socket, 'reload')).type, 'applied')
  const later = await Promise.all([1, 2, 3, 4].map(() => client(PLAIN)))
  const all = [...held, ...later]
  const on = (server: string) => all.filter((c) => c.server === server)
  const [stay, go] = [on('127.64.1.1'), on('127.64.1.2')]
  assert.ok(stay.length > 1 && go.length > 1)
  await soon('all are counted', () => rowOf('Plain/two')?.connections === go.length)
  assert.deepEqual(await outcomes({ 'Plain.two': 'halted' }), { 'Plain.two': 'halted' })
  await soon('ended', () => go.every((c) => c.ended()))
  assert.ok(stay.every((c) => !c.ended()))
  assert.deepEqual(await greetings(PLAIN), ['127.64.1.1'])
  for (const one of all) one.end()
  await soon('nothing is left on it', () => rowOf('Plain/two')?.reason === 'by anna')
  assert.equal(endOf(await operate(places.socket, 'restart')).type, 'applied')
  assert.deepEqual(await administrative(), { 'Plain/two': 1 })
  assert.deepEqual(await outcomes({}), { 'Plain.two': 'online' })
  assert.deepEqual(await greetings(PLAIN), ['127.64.1.1', '127.64.1.2'])
})

test('all drained or halted is offline; one back is some up', async () => {
  await set({ 'Plain.one': 'drained', 'Plain.two': 'halted' })
  await soon('offline', () => rowOf('Plain')?.state === 'offline', 250)
  await set({ 'Plain.one': 'drained' })
  await soon('some', () => rowOf('Plain')?.state === 'some', 250)
  await set({})
  await soon('up', () => rowOf('Plain')?.state === 'up', 250)
})

test('a renamed server keeps its state; one that is gone is no trouble; one that does not run yet waits for its first commit', async () => {
  const renamed = intent(50)
  const item = renamed.items.find((i) => i.id === 'Plain.one')
  assert.ok(item)
  item.label = 'first'
  assert.deepEqual(await outcomes({ 'Plain.one': 'halted', 'Plain.three': 'drained', gone: 'halted' }), {
    'Plain.one': 'halted',
    'Plain.three': null,
    gone: null,
  })
  renamed.items.push({ ...item, id: 'Plain.three', label: 'three', position: 3 })
  assert.equal(endOf(await commitAll(places.socket, [renamed])).type, 'applied')
  assert.deepEqual(await administrative(), { 'Plain/first': 1, 'Plain/three': 8 })
  await set({})
})

test('a commit or its roll-back never changes who is offline', async () => {
  await set({ 'Plain.two': 'drained' })
  assert.equal(
    endOf(await commitAll(places.socket, [intent(), states({ 'Plain.one': 'halted' })])).type,
    'applied',
  )
  assert.deepEqual(await administrative(), { 'Plain/two': 8 })
})

test('HAProxy that does not answer: not done, said why, and what is kept is what was', async () => {
  const { master, workers } = await askProcesses(places.master)
  const pids = [master.pid, ...workers.map((w) => w.pid)]
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  const answer = await set({ 'Plain.one': 'halted', 'Plain.two': 'drained' })
  for (const pid of pids) process.kill(pid, 'SIGCONT')
  assert.deepEqual(
    answer.servers.map((s) => [s.server, s.state, s.failure]),
    [['Plain.one', null, 'HAProxy does not answer.']],
  )
  assert.deepEqual(
    answer.document.items.map((i) => i.label),
    ['Plain.two'],
  )
  await soon('as it was', async () => JSON.stringify(await administrative()) === '{"Plain/two":8}')
})
