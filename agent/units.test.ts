// Units that end, hang or are missing, and what clients notice of it: nothing, or as little as can be. Needs root.
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Places, pidFile } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { commitAll, endOf, notWatching, operate, watching } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome, writeScript } from './testing/home.ts'
import { type Counted, fetchOnce, load, soon, tcpServer, webServer } from './testing/traffic.ts'
import { textOf } from './verbs/files.ts'
import { askProcesses } from './verbs/master-socket.ts'
import { processOf } from './verbs/processes.ts'

const VIP = '127.62.0.1'
const URL_OF_VIP = `http://${VIP}:8080/`
const service = (weight: number) =>
  layer7({
    label: 'Web',
    address: VIP,
    ports: '8080',
    data: { check: 'script', checkScript: 'flag' },
    servers: [
      { label: 'up', address: '127.62.1.1', port: 8000, weight },
      { label: 'down', address: '127.62.1.2', port: 8000 },
    ],
  })

let places: Places
let agent: Agent
let good: Counted
/** Down by its check, yet it takes connections and counts them. */
let bad: Counted
let watch = notWatching

const flag = (address: string) => join(places.state, `down-${address}`)
const stateOf = (key: string) => watch.now().rows.find((r) => r.key === key)?.state
const unit = (name: string) => watch.now().units.find((u) => u.unit === name)
const runnerPid = () => Number((textOf(pidFile(places, 'checks')) ?? '').split(' ')[0])

before(async () => {
  places = await makeHome('shared')
  writeScript(places, 'flag', `[ -e ${places.state}/down-$3 ] || exit 0; echo "flag of $3 port $4"; exit 1`)
  writeFileSync(flag('127.62.1.2'), '')
  good = await webServer('127.62.1.1', 8000, 'good')
  bad = await tcpServer('127.62.1.2', 8000)
  agent = await startAgent({ places, every: 300 })
  assert.equal(endOf(await commitAll(places.socket, [service(100)])).type, 'applied')
  watch = await watching(places.socket)
})

after(async () => {
  watch.end()
  await agent.stop()
  await Promise.all([good.close(), bad.close()])
  await endHome(places)
})

test('a server with a script is never up before its first result', async () => {
  const running = load(URL_OF_VIP)
  await soon('first results', () => stateOf('layer7/Web/up') === 'up', 9000)
  await soon('the other is down', () => stateOf('layer7/Web/down') === 'down', 9000)
  await running.end()
  assert.equal(bad.connections(), 0)
  assert.match(
    watch.now().rows.find((r) => r.key === 'layer7/Web/down')?.reason ?? '',
    /flag of 127.62.1.2 port 8000/,
  )
})

test('HAProxy killed: it runs again, with count and reason, and what was down stays down', async () => {
  const { master } = await askProcesses(places.master)
  process.kill(master.pid, 'SIGKILL')
  await soon('the former one is gone', () => processOf(master.pid) === null)
  const took = await soon('traffic flows again', async () => (await fetchOnce(URL_OF_VIP, 300)).ok)
  assert.ok(took < 4000, `${took} ms`)
  const running = load(URL_OF_VIP)
  await soon('it is counted', () => unit('haproxy')?.state === 'running' && unit('haproxy')?.restarts === 1)
  await running.end()
  assert.match(unit('haproxy')?.reason ?? '', /HAProxy ended by SIGKILL/)
  assert.equal(bad.connections(), 0)
})

test('the check runner killed: again within 5 seconds', async () => {
  const former = runnerPid()
  process.kill(former, 'SIGKILL')
  await soon('another one runs', () => runnerPid() !== former && unit('checks')?.state === 'running', 5000)
  assert.equal(bad.connections(), 0)
})

test('the check runner stopped: unknown within two intervals, and nothing comes up by that, reloads included', async () => {
  await soon(
    'all known',
    () => stateOf('layer7/Web/up') === 'up' && stateOf('layer7/Web/down') === 'down',
    9000,
  )
  process.kill(runnerPid(), 'SIGSTOP')
  const running = load(URL_OF_VIP)
  await soon(
    'unknown',
    () => stateOf('layer7/Web/up') === 'unknown' && stateOf('layer7/Web/down') === 'unknown',
    8000,
  )
  await soon('silent', () => unit('checks')?.state === 'silent')
  assert.equal(endOf(await operate(places.socket, 'reload')).type, 'applied')
  assert.equal(endOf(await commitAll(places.socket, [service(50)])).type, 'applied')
  await soon('some more requests', () => running.sent() > 300)
  await running.end()
  process.kill(runnerPid(), 'SIGCONT')
  assert.equal(bad.connections(), 0)
  assert.deepEqual(running.failures(), [])
})

test('a server whose check succeeds again comes back by itself', async () => {
  rmSync(flag('127.62.1.2'))
  await soon('up', () => stateOf('layer7/Web/down') === 'up', 9000)
})
