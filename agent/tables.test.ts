// Persistence tables survive whatever the daemons go through (PS-12). Needs root.
import assert from 'node:assert/strict'
import { get } from 'node:http'
import { after, before, test } from 'node:test'
import { takeDown } from './down.ts'
import type { Places } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { type Entry, entriesIn, restoring, serversIn, tablesIn } from './tables.ts'
import { commitAll, endOf, operate } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { type Counted, soon, webServer } from './testing/traffic.ts'
import { RealMachine } from './verbs/index.ts'
import { ask, askProcesses } from './verbs/master-socket.ts'
import { processOf } from './verbs/processes.ts'

const VIP = '127.62.0.1'
const CLIENTS = Array.from({ length: 300 }, (_, i) => `127.62.${100 + (i >> 7)}.${i & 127}`)

const service = (...labels: string[]) =>
  layer7({
    label: 'Web',
    address: VIP,
    ports: '8080',
    data: { persistence: 'source' },
    servers: labels.map((label) => ({ label, address: `127.62.1.${label.length}`, port: 8000 })),
  })

/** Which server a client gets. */
const answerTo = (client: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { host: VIP, port: 8080, localAddress: client, agent: false as const }
    get(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve(text))
    }).on('error', reject)
  })

const answers = async (): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all(CLIENTS.map(async (c) => [c, await answerTo(c)])))

let places: Places
let agent: Agent
let servers: Counted[]

const start = (): Promise<Agent> =>
  startAgent({
    places,
    every: 200,
    patience: 3000,
    machine: new RealMachine(places, { tablesEvery: 400 }),
  })

const apply = async (...labels: string[]): Promise<void> => {
  const end = endOf(await commitAll(places.socket, [service(...labels)]))
  assert.equal(end.type, 'applied', JSON.stringify(end))
}

before(async () => {
  places = await makeHome('shared')
  servers = await Promise.all(['a', 'bb', 'ccc'].map((l) => webServer(`127.62.1.${l.length}`, 8000, l)))
  agent = await start()
})

after(async () => {
  await agent.stop()
  await Promise.all(servers.map((s) => s.close()))
  await endHome(places)
})

let known: Record<string, string>

test('PS-12: within the first second after a cold start a reload loses no entry', async () => {
  await apply('a', 'bb', 'ccc')
  known = await answers()
  assert.deepEqual([...new Set(Object.values(known))].sort(), ['a', 'bb', 'ccc'])
  assert.equal(endOf(await operate(places.socket, 'reload')).type, 'applied')
  const { workers } = await askProcesses(places.master)
  assert.ok(
    workers.every((w) => w.uptimeSeconds < 5),
    'HAProxy had handed its tables over by itself',
  )
  assert.deepEqual(await answers(), known)
})

test('PS-12: a restart loses no entry', async () => {
  assert.equal(endOf(await operate(places.socket, 'restart')).type, 'applied')
  assert.deepEqual(await answers(), known)
})

test('PS-12: entries put back follow their server by name when servers come and go', async () => {
  assert.equal(endOf(await operate(places.socket, 'restart')).type, 'applied')
  await apply('ccc', 'bb')
  const now = await answers()
  for (const client of CLIENTS)
    if (known[client] !== 'a') assert.equal(now[client], known[client], client)
    else assert.notEqual(now[client], 'a')
  known = now
})

test('PS-12: an agent that ends and comes again changes nothing', async () => {
  await agent.stop()
  agent = await start()
  assert.deepEqual(await answers(), known)
})

test('PS-12: a HAProxy that is killed comes back with what was noted', async () => {
  await new Promise((resolve) => setTimeout(resolve, 1200)) // longer than the rhythm of noting
  const { master, workers } = await askProcesses(places.master)
  for (const pid of [master.pid, ...workers.map((w) => w.pid)])
    if (processOf(pid)) process.kill(pid, 'SIGKILL')
  await soon('HAProxy runs again with its table', async () => {
    const [table] = tablesIn(await ask(places.master, '@1 show table').catch(() => ''))
    return table?.used === CLIENTS.length
  })
  assert.notEqual((await askProcesses(places.master)).master.pid, master.pid)
  assert.deepEqual(await answers(), known)
})

test('PS-12: everything taken down and started again', async () => {
  await agent.stop()
  await takeDown(places)
  agent = await start()
  assert.deepEqual(await answers(), known)
})

test('what was put back twice stands once, and the table has no more entries than clients', async () => {
  const [table] = tablesIn(await ask(places.master, '@1 show table'))
  assert.equal(table?.used, CLIENTS.length)
})

const states = serversIn(
  '1\n# be_id be_name srv_id srv_name srv_addr\n3 Web 1 a 10.0.0.1\n3 Web 2 b 10.0.0.2\n',
)
const entry = (key: string, server: string, more: Partial<Entry> = {}): Entry => ({
  ...{ table: 'Web', type: 'ip', key, server, until: 5000 },
  ...more,
})
const tables = [{ name: 'Web', type: 'ip', used: 1 }]

test('entries are read by the name of their server, or by its number where HAProxy has no name', () => {
  const text = `# table: Web, type: ip, size:10240, used:2
0x7fd4b0046510: key=10.0.0.1 use=0 exp=1000 server_id=2 server_key=-
0x557c039c8580: key=10.0.0.2 use=0 exp=2000 server_id=2 server_key=a
0x557c039c84b0: key=10.0.0.3 use=0 exp=3000 server_id=0 server_key=-
`
  assert.deepEqual(entriesIn(text, states, 100), [
    entry('10.0.0.1', 'b', { until: 1100 }),
    entry('10.0.0.2', 'a', { until: 2100 }),
  ])
})

test('only what is missing or wrong is put back, and nothing to a server or table that is gone', () => {
  const kept = [
    entry('1.1.1.1', 'a'),
    entry('1.1.1.2', 'b'),
    entry('1.1.1.3', 'b'),
    entry('1.1.1.4', 'gone'),
    entry('1.1.1.5', 'a', { until: 900 }),
    entry('1.1.1.6', 'a', { table: 'Other' }),
    entry('::1', 'a', { type: 'ipv6' }),
  ]
  const present = [entry('1.1.1.2', 'b'), entry('1.1.1.3', 'a')]
  assert.deepEqual(restoring(kept, present, tables, states, 1000), [
    'set table Web key 1.1.1.1 data.server_id 1',
    'clear table Web key 1.1.1.3',
    'set table Web key 1.1.1.3 data.server_id 2',
  ])
})
