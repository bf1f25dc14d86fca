// The agent killed after every step of a real plan, under load: wholly old or wholly new, and no request lost. Needs root.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Step } from '../lib/model/step.ts'
import type { Applied } from '../lib/protocol/messages.ts'
import { digestOfUnit } from './digests.ts'
import type { Places } from './places.ts'
import { bundle } from './testing/bundle.ts'
import { applied, commitAll, endOf, watching } from './testing/client.ts'
import { layer7, type ServiceIn } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import {
  agentIn,
  downIn,
  ended,
  kill,
  lastWords,
  makeNamespace,
  type Namespace,
} from './testing/namespace.ts'
import { soon } from './testing/traffic.ts'
import { ask } from './verbs/master-socket.ts'

const service = (label: string, address: string): ServiceIn => ({
  label,
  address,
  ports: '8080',
  servers: [
    { label: 'web1', address: '10.99.0.1', port: 8000 },
    { label: 'web2', address: '10.99.0.2', port: 8000 },
  ],
})
const STAYS = service('Stays', '10.99.0.100')
/** From one to the other: an address comes, one goes, HAProxy reloads. */
const OLD = layer7(STAYS, service('Goes', '10.99.0.101'))
const NEW = layer7(STAYS, service('Comes', '10.99.0.102'))

let places: Places
let namespace: Namespace
let agentFile: string
let traffic: ChildProcess

before(async () => {
  places = await makeHome('own namespace')
  namespace = makeNamespace(`fulcrum-killed-${process.pid}`, '10.99.0.1/24')
  namespace.run('ip', 'addr', 'add', '10.99.0.2/24', 'dev', 'lan')
  agentFile = join(places.state, 'agent-test.mjs')
  await bundle('testing/agent-process.ts', agentFile)
  const trafficFile = join(places.state, 'traffic-test.mjs')
  await bundle('testing/traffic-process.ts', trafficFile)
  traffic = namespace.start([
    process.execPath,
    trafficFile,
    'http://10.99.0.100:8080/',
    '10.99.0.1',
    '10.99.0.2',
  ])
})

after(async () => {
  traffic.kill()
  await ended(traffic)
  await downIn(namespace, places)
  await endHome(places)
  namespace.remove()
})

/** What the machine itself says: HAProxy's digest and the addresses. */
async function machine() {
  const info = await ask(places.master, '@1 show info')
  const addresses = namespace.run('ip', '-br', 'addr', 'show', 'lan')
  return {
    digest: /description: (\w+)/.exec(info)?.[1],
    addresses: ['10.99.0.101', '10.99.0.102'].filter((a) => addresses.includes(`${a}/32`)),
  }
}

const expectedOf = (now: Applied) => ({
  digest: digestOfUnit(now.files, 'haproxy'),
  addresses: JSON.stringify(now.documents).includes('Comes') ? ['10.99.0.102'] : ['10.99.0.101'],
})

let steps: Step[] = []

test('an agent killed after any step leaves the old or the new, whole; it says which; no request is lost', async (t) => {
  let agent = await agentIn(namespace, places, agentFile)
  assert.equal(endOf(await commitAll(places.socket, [OLD])).type, 'applied')
  const trial = await commitAll(places.socket, [NEW])
  steps = trial.flatMap((m) => (m.type === 'plan' ? m.steps : []))
  assert.equal(endOf(trial).type, 'applied', JSON.stringify(trial))
  for (const what of ['add-address', 'remove-address', 'switch', 'reload', 'keep'])
    assert.ok(
      steps.some((s) => s.do === what),
      what,
    )
  traffic.stdin?.write('go\n')
  for (const [index, step] of steps.entries())
    await t.test(`killed after step ${index}: ${Object.values(step).join(' ')}`, async () => {
      await kill(agent)
      agent = await agentIn(namespace, places, agentFile)
      assert.equal(endOf(await commitAll(places.socket, [OLD])).type, 'applied')
      await kill(agent)
      const dying = await agentIn(namespace, places, agentFile, index)
      const base = await applied(places.socket)
      const messages = await commitAll(places.socket, [NEW])
      await ended(dying)
      assert.ok(!messages.some((m) => m.type === 'applied'), 'killed before its end')
      agent = await agentIn(namespace, places, agentFile)
      const now = await applied(places.socket)
      assert.deepEqual(await machine(), expectedOf(now))
      const switched = index >= steps.findIndex((s) => s.do === 'switch')
      assert.equal(now.generation, switched ? base.generation + 1 : base.generation)
      const watch = await watching(places.socket)
      const finished = step.do === 'keep'
      assert.equal(watch.now().generation, now.generation)
      assert.equal(
        watch.now().notices.some((n) => n.includes(`generation ${now.generation}`)),
        !finished,
        JSON.stringify(watch.now().notices),
      )
      await soon('nothing differs', () => watch.now().differences.length === 0)
      watch.end()
    })
  await kill(agent)
  const told: { sent: number; failures: string[] } = JSON.parse(await lastWords(traffic))
  assert.ok(told.sent > 300, `${told.sent} requests`)
  assert.deepEqual(told.failures, [])
})
