// Layer 4 on a kernel without IPVS: what is saved is kept, the agent says what is missing, and all else works. Needs root.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ConnectionsAnswer } from '../lib/protocol/layer4.ts'
import type { Places } from './places.ts'
import { bundle } from './testing/bundle.ts'
import { applied, ask, commitAll, endOf, operate } from './testing/client.ts'
import { layer4, layer7, offline } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { agentIn, downIn, ended, kill, makeNamespace, type Namespace } from './testing/namespace.ts'

/** Where the kernel has IPVS, this is proven with packets (testing/vm/layer4.ts). */
const HAS_IPVS = existsSync('/proc/net/ip_vs')

const cups = (address: string) =>
  layer4({ label: 'Cups', address, ports: '631', servers: [{ label: 'cups1', address: '10.98.4.20' }] })

let namespace: Namespace
let places: Places
let file: string
let agent: ChildProcess

before(async () => {
  places = await makeHome('own namespace')
  namespace = makeNamespace('fulcrum-l4', '10.98.4.1/24')
  file = join(places.state, 'agent-under-test.mjs')
  await bundle('testing/agent-process.ts', file)
  agent = await agentIn(namespace, places, file)
})

after(async () => {
  if (agent.exitCode === null && agent.signalCode === null) await kill(agent)
  await downIn(namespace, places)
  namespace.remove()
  await endHome(places)
})

test('a kernel without IPVS keeps a Layer 4 service, and runs the rest of the same commit', async () => {
  assert.ok(!HAS_IPVS, 'this kernel has IPVS: testing/vm/layer4.ts is for it')
  const web = layer7({
    label: 'Web',
    address: '10.98.4.11',
    ports: '8080',
    servers: [{ label: 'web1', address: '10.98.4.30', port: 80 }],
  })
  const end = endOf(await commitAll(places.socket, [cups('10.98.4.10'), web]))
  assert.equal(end.type, 'applied', JSON.stringify(end))
  const { documents, files } = await applied(places.socket)
  assert.ok(documents.some((d) => d.area === 'layer4' && d.items.length === 2))
  assert.ok(files.some((f) => f.path === 'layer4/keepalived.conf'))
  assert.match(namespace.run('ss', '-Hltn'), /10\.98\.4\.11:8080/)
})

test('every question about the table is answered with what is missing', async () => {
  const { answer: status } = await ask(places.socket, 'layer4-status')
  assert.match(status.layer4.missing, /no IPVS/)
  assert.equal(status.layer4.answer, null)
  const asked = await ask(places.socket, 'layer4-connections', { offset: 0, limit: 100 })
  const answer = asked.answer as ConnectionsAnswer
  assert.equal(asked.status, 200)
  assert.equal(answer.missing, status.layer4.missing)
  assert.deepEqual([answer.total, answer.entries], [0, []])
})

test('drained where nothing runs: the state is kept, and there is nothing to read back', async () => {
  const document = offline({ 'Cups.cups1': 'drained' })
  const { answer } = await ask(places.socket, 'set-server-states', { document, author: 'test' })
  assert.deepEqual(answer.servers, [{ server: 'Cups.cups1', state: null, failure: '' }])
  assert.deepEqual(answer.document.items, document.items)
})

test('a change, an operation, a killed agent and the end of the service go through', async () => {
  const changed = endOf(await commitAll(places.socket, [cups('10.98.4.12')]))
  assert.equal(changed.type, 'applied', JSON.stringify(changed))
  const reloaded = endOf(await operate(places.socket, 'reload', 'layer4'))
  assert.equal(reloaded.type, 'applied', JSON.stringify(reloaded))
  await kill(agent)
  agent = await agentIn(namespace, places, file)
  const { answer: status } = await ask(places.socket, 'layer4-status')
  assert.match(status.layer4.missing, /no IPVS/)
  const over = endOf(await commitAll(places.socket, [layer4()]))
  assert.equal(over.type, 'applied', JSON.stringify(over))
  assert.doesNotMatch(namespace.run('ip', 'addr', 'show'), /10\.98\.4\.12/)
  agent.kill('SIGTERM')
  await ended(agent)
  agent = await agentIn(namespace, places, file)
})
