// Drain, Halt and Online in the console: one transaction, the agent at once, and what it could not do waits in words.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Row } from '../model/observed.ts'
import type { SetServersInput } from '../protocol/console.ts'
import { commitAs, removeAs, saveAs, setServersAs } from './actions.ts'
import { db } from './db.ts'
import { currentJob, runningJob } from './jobs.ts'
import { agentState, live } from './live.ts'
import { pendingNow, refreshPending } from './pending.ts'
import { planView } from './plan.ts'
import type { Caller } from './session.ts'
import { FakeAgent } from './testing/agent.ts'
import { temporaryPlaces } from './testing/state.ts'
import { until, watchedConsole } from './testing/watched.ts'

temporaryPlaces()
let agent = new FakeAgent()
const stop = new AbortController()
let caller: Caller
const ids: string[] = []

async function save(label: string, parent: string, kind: string, data: Record<string, unknown>) {
  const saved = await saveAs(caller, { area: 'layer7', kind, parent, values: { label, ...data } })
  assert.ok(saved.ok)
  return saved.id
}

before(async () => {
  caller = await watchedConsole(agent, stop.signal)
  const service = await save('Web', 'layer7', 'virtual-service', { address: '192.168.85.190', ports: '80' })
  for (const label of ['web1', 'web2'])
    ids.push(await save(label, service, 'real-server', { address: '192.168.85.200', port: 80 }))
  await commitAs(caller, ['layer7'])
  await until(() => agent.applied.generation === 1 && runningJob() === null)
  await refreshPending(true)
})
after(async () => {
  stop.abort()
  await agent.close()
})

const set = (servers: string[], state: SetServersInput['state']) => setServersAs(caller, { servers, state })
const applied = () =>
  Object.fromEntries(agent.documents()['server-state'].items.map((i) => [i.label, i.data.state]))
const audited = async () =>
  (await db().audit.findMany({ where: { area: 'server-state' }, orderBy: { id: 'asc' } })).map(
    (a) => a.action,
  )

test('SO-12 several at once: set by the agent, read back, audited, and nothing waits', async () => {
  agent.asked = []
  const answer = await set(ids, 'drained')
  assert.deepEqual(
    answer.ok && answer.servers.map((s) => [s.server, s.state, s.failure]).sort(),
    ids.map((server) => [server, 'drained', '']).sort(),
  )
  assert.deepEqual(applied(), Object.fromEntries(ids.map((id) => [id, 'drained'])))
  const [item] = agent.documents()['server-state'].items
  assert.equal(item?.data.by, 'loadbalancer')
  assert.ok(Date.now() - Number(item?.data.since) < 10_000)
  assert.deepEqual(await audited(), ['drain', 'drain', 'operate'])
  await refreshPending()
  assert.deepEqual(pendingNow().areas, [])
  assert.deepEqual(
    agent.asked.filter((a) => a === 'commit' || a === 'operate'),
    [],
  )
})

test('SO-14 online again takes the state away; who asks for what is, changes nothing', async () => {
  assert.ok((await set(ids.slice(0, 1), 'online')).ok)
  assert.deepEqual(applied(), { [ids[1] ?? '']: 'drained' })
  assert.deepEqual(await set(ids.slice(1), 'drained'), { ok: true, servers: [] })
  assert.deepEqual(await audited(), ['drain', 'drain', 'operate', 'online', 'operate'])
})

test('a waiting Layer 7 edit stays as it is', async () => {
  const item = await db().item.findUniqueOrThrow({ where: { id: ids[0] ?? '' } })
  const values = { label: 'web1', ...JSON.parse(item.data), weight: 7 }
  await saveAs(caller, {
    area: 'layer7',
    kind: 'real-server',
    id: item.id,
    rev: item.rev,
    parent: item.parent,
    values,
  })
  await refreshPending(true)
  const before = JSON.stringify(pendingNow())
  assert.ok((await set([item.id], 'halted')).ok)
  await refreshPending(true)
  assert.equal(JSON.stringify(pendingNow()), before)
  assert.equal(agent.applied.generation, 1)
  await commitAs(caller, ['layer7'])
  await until(() => agent.applied.generation === 2 && runningJob() === null)
  assert.equal(applied()[item.id], 'halted')
})

test('what HAProxy did not take waits, told by the server’s name, until Apply now', async () => {
  agent.failure = 'HAProxy does not answer.'
  const answer = await set(ids.slice(0, 1), 'online')
  assert.deepEqual(answer.ok && answer.servers, [
    { server: ids[0], state: null, failure: 'HAProxy does not answer.' },
  ])
  const [change, ...more] = pendingNow().changes
  assert.deepEqual(
    [change?.deed, change?.label, change?.by, more.length],
    ['Online', 'web1', 'loadbalancer', 0],
  )
  assert.deepEqual((await planView()).sentences, [
    'It is done at once: nothing restarts, and no other server is touched.',
  ])
  const started = await commitAs(caller, ['server-state'])
  await until(() => started.ok && currentJob()?.id === started.job && runningJob() === null)
  assert.deepEqual(currentJob()?.progress.at(-1), {
    type: 'applied',
    generation: 2,
    readBack: ['web1 is online.'],
  })
  await until(() => pendingNow().areas.length === 0)
})

test('an agent that is away: it is saved, said, and waits', async () => {
  await agent.close()
  const answer = await set(ids.slice(0, 1), 'drained')
  assert.ok(
    !answer.ok && answer.message.startsWith('Not applied. The agent does not answer.'),
    JSON.stringify(answer),
  )
  assert.equal(pendingNow().changes[0]?.deed, 'Drain')
  await until(() => !agentState().answering)
  const { applied: was } = agent
  agent = new FakeAgent()
  agent.applied = was
  await agent.listen()
  await until(() => agentState().answering)
  assert.ok((await set(ids.slice(0, 1), 'drained')).ok)
  assert.equal(applied()[ids[0] ?? ''], 'drained')
})

test('only those who may; only servers there are; and never by Save', async () => {
  const report = { ...caller, group: 'report' as const }
  const refused = await setServersAs(report, { servers: ids, state: 'halted' })
  assert.ok(!refused.ok && refused.message.includes('it is for the groups config and maintenance'))
  assert.ok(!(await set(['nobody'], 'halted')).ok)
  const values = { state: 'halted', since: 0, by: 'nobody' }
  assert.ok(
    !(await saveAs(caller, { area: 'server-state', kind: 'server-state', parent: 'server-state', values }))
      .ok,
  )
  const { id, rev } = await db().item.findFirstOrThrow({
    where: { area: 'server-state', kind: 'server-state' },
  })
  assert.ok(!(await removeAs(caller, { area: 'server-state', id, rev })).ok)
})

test('a deleted server can be halted while it runs; when it is gone its state goes too', async () => {
  const [first = '', second = ''] = ids
  const row = (item: string): Row => ({
    row: 'server',
    key: `layer7/Web/${item}`,
    item,
    area: 'layer7',
    label: item,
    address: '192.168.85.200',
    ports: '80',
    connections: 0,
    reason: '',
    since: null,
    state: 'up',
    service: 'Web',
    weight: 100,
  })
  const { rev } = await db().item.findUniqueOrThrow({ where: { id: first } })
  assert.ok((await removeAs(caller, { area: 'layer7', id: first, rev })).ok)
  live().rows = new Map([first, second].map((id) => [id, row(id)]))
  assert.ok((await set([first], 'halted')).ok)
  assert.equal(applied()[first], 'halted')
  live().rows = new Map([[second, row(second)]])
  assert.ok((await set([second], 'halted')).ok)
  assert.deepEqual(applied(), { [second]: 'halted' })
})
