// A commit on the real machine: traffic, read-back, refusals, conflicts. Needs root.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { renderAll } from '../lib/areas/plan.ts'
import type { RenderedFile } from '../lib/model/file.ts'
import { type Places, pidFile } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { applied, ask, commitAll, commitAndLeave, endOf, operate, watching } from './testing/client.ts'
import { layer7, listener } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { type Counted, fetchOnce, soon, webServer } from './testing/traffic.ts'
import { askProcesses } from './verbs/master-socket.ts'

const VIP = '127.61.0.1'
const web = (label: string, ...servers: string[]) =>
  layer7({
    label,
    address: VIP,
    ports: '8080',
    servers: servers.map((address, i) => ({ label: `web${i + 1}`, address, port: 8000 })),
  })

let places: Places
let agent: Agent
let servers: Counted[]
/** A line that the test plants in one server's lines, as a renderer of ours might by mistake. */
let planted: string | null = null

const plantIn = (file: RenderedFile): RenderedFile => {
  if (planted === null || file.path !== 'haproxy/haproxy.cfg') return file
  const lines = file.content.split('\n')
  const n = lines.findIndex((line) => line.includes('server web2 '))
  lines[n] = `${lines[n]} ${planted}`
  return { ...file, content: lines.join('\n') }
}

before(async () => {
  places = await makeHome('shared')
  servers = [await webServer('127.61.1.1', 8000, 'one'), await webServer('127.61.1.2', 8000, 'two')]
  agent = await startAgent({
    places,
    every: 300,
    patience: 1500,
    render: (documents, facts) => renderAll(documents, facts).map(plantIn),
  })
})

after(async () => {
  await agent.stop()
  await Promise.all(servers.map((s) => s.close()))
  await endHome(places)
})

test('a commit ends with what was read back, and traffic flows', async () => {
  const first = endOf(
    await commitAll(places.socket, [
      web('Web', '127.61.1.1', '127.61.1.2'),
      listener('front', '127.61.0.9', 9443),
      listener('fallback', '127.61.0.9', 9081),
    ]),
  )
  assert.equal(first.type, 'applied', JSON.stringify(first))
  assert.ok(first.type === 'applied' && first.readBack.some((s) => s.includes('HAProxy')), 'read back')
  const answers = new Set<string>()
  for (let i = 0; i < 4; i++) answers.add((await fetchOnce(`http://${VIP}:8080/`)).text)
  assert.deepEqual([...answers].sort(), ['one', 'two'])
  assert.equal(readlinkSync(places.kept), readlinkSync(places.current))
})

test('the key is written for root only, and stands in no document or file list', () => {
  const key = readFileSync(join(places.secrets, 'console-key'), 'utf8')
  assert.equal(readFileSync(join(places.current, 'front/console.key'), 'utf8'), key)
  assert.ok(!readFileSync(join(places.current, 'files.json'), 'utf8').includes('PRIVATE KEY'))
})

test('a stale base is a conflict and changes nothing', async () => {
  const { generation } = await applied(places.socket)
  const end = endOf(await commitAll(places.socket, [web('Other', '127.61.1.1')], generation - 1))
  assert.deepEqual(end, { type: 'conflict', generation })
})

test('problems stop a commit before it begins', async () => {
  const end = endOf(await commitAll(places.socket, [web('bad label', '127.61.1.1')]))
  assert.equal(end.type, 'problems')
})

test('what HAProxy refuses changes nothing that runs, and comes with its line and the field', async () => {
  const before = { applied: await applied(places.socket), ...(await askProcesses(places.master)) }
  planted = 'bogus-word'
  const end = endOf(await commitAll(places.socket, [web('Web', '127.61.1.1', '127.61.1.2', '127.61.1.3')]))
  planted = null
  assert.equal(end.type, 'refused', JSON.stringify(end))
  assert.ok(end.type === 'refused')
  assert.match(end.line, /unknown keyword 'bogus-word'/)
  assert.deepEqual(end.origin?.item, 'Web.web2')
  assert.equal(end.file, 'haproxy/haproxy.cfg')
  const now = { applied: await applied(places.socket), ...(await askProcesses(places.master)) }
  assert.deepEqual(now.applied, before.applied)
  assert.deepEqual(
    now.workers.map((w) => w.pid),
    before.workers.map((w) => w.pid),
  )
  assert.equal(existsSync(join(places.generations, String(before.applied.generation + 1))), false)
})

test('what runs otherwise than rendered is taken back', async () => {
  const before = await applied(places.socket)
  planted = 'disabled'
  const end = endOf(await commitAll(places.socket, [web('Web', '127.61.1.1', '127.61.1.2')]))
  planted = null
  assert.equal(end.type, 'reverted', JSON.stringify(end))
  assert.ok(end.type === 'reverted' && end.restored)
  assert.ok(end.differences.length > 0)
  assert.deepEqual(await applied(places.socket), before)
  assert.equal((await fetchOnce(`http://${VIP}:8080/`)).ok, true)
})

test('a bare reload gives a new worker and no new generation; a restart a new master', async () => {
  const before = await askProcesses(places.master)
  const { generation } = await applied(places.socket)
  assert.equal(endOf(await operate(places.socket, 'reload')).type, 'applied')
  const reloaded = await askProcesses(places.master)
  assert.equal(reloaded.master.pid, before.master.pid)
  assert.notEqual(reloaded.workers[0]?.pid, before.workers[0]?.pid)
  assert.equal(endOf(await operate(places.socket, 'restart')).type, 'applied')
  assert.notEqual((await askProcesses(places.master)).master.pid, before.master.pid)
  assert.equal((await applied(places.socket)).generation, generation)
})

test('a port that somebody took in between is found before the reload', async () => {
  const other = await webServer(VIP, 8081, 'other')
  const wanted = layer7({
    label: 'Web',
    address: VIP,
    ports: '8080-8081',
    servers: [{ label: 'web1', address: '127.61.1.1', port: 8000 }],
  })
  const end = endOf(await commitAll(places.socket, [wanted]))
  await other.close()
  assert.ok(end.type === 'problems' || end.type === 'refused', JSON.stringify(end))
  assert.match(JSON.stringify(end), /held by node|node/)
  assert.equal((await fetchOnce(`http://${VIP}:8080/`)).ok, true)
})

test('messages that are none are refused', async () => {
  assert.equal((await ask(places.socket, 'commit', { base: 0 })).status, 400)
  assert.equal((await ask(places.socket, 'shell', { command: 'id' })).status, 400)
})

test('watchers see rows, units and the generation', async () => {
  const watch = await watching(places.socket)
  assert.deepEqual(
    watch.now().units.map((u) => [u.unit, u.state]),
    [
      ['haproxy', 'running'],
      ['front', 'running'],
      ['fallback', 'running'],
      ['checks', 'running'],
      ['layer4', 'stopped'],
      ['login', 'stopped'],
    ],
  )
  assert.deepEqual(
    watch
      .now()
      .rows.map((r) => r.key)
      .sort(),
    ['layer7/Web', 'layer7/Web/web1', 'layer7/Web/web2'],
  )
  await soon('both servers up', () => watch.now().rows.filter((r) => r.state === 'up').length === 3, 8000)
  watch.end()
})

test('nginx killed, its workers left behind: it runs again', async () => {
  const watch = await watching(places.socket)
  const [pid] = (readFileSync(pidFile(places, 'fallback'), 'utf8') || '').split(' ')
  process.kill(Number(pid), 'SIGKILL')
  const fallback = () => watch.now().units.find((u) => u.unit === 'fallback')
  await soon('it is missed', () => fallback()?.state === 'failed')
  await soon('it runs again', () => fallback()?.state === 'running' && fallback()?.restarts === 1)
  await soon('nothing differs', () => watch.now().differences.length === 0)
  watch.end()
})

test('a commit goes on though the console went away', async () => {
  const { generation } = await applied(places.socket)
  await commitAndLeave(places.socket, [web('Web', '127.61.1.1')])
  await soon('it is applied', async () => (await applied(places.socket)).generation > generation)
  await soon('and kept', () => readlinkSync(places.kept) === readlinkSync(places.current))
})

test('without a service HAProxy is stopped', async () => {
  const end = endOf(await commitAll(places.socket, [layer7()]))
  assert.equal(end.type, 'applied', JSON.stringify(end))
  assert.equal((await fetchOnce(`http://${VIP}:8080/`)).ok, false)
  assert.equal(endOf(await operate(places.socket, 'restart')).type, 'refused')
})
