// From save to commit: what waits is derived, told in words, planned, committed by the agent, and then gone.
import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import type { Row } from '../model/observed.ts'
import type { ConsoleEvent, PlanView } from '../protocol/console.ts'
import { commitAs, operateAs, removeAs, saveAs } from './actions.ts'
import { commitWaiting } from './commit.ts'
import { db, transaction } from './db.ts'
import { itemsChanged } from './editions.ts'
import { serveTab } from './events.ts'
import { itemsOfArea } from './items-view.ts'
import { currentJob, runningJob } from './jobs.ts'
import { agentState, live } from './live.ts'
import { computePending, pendingNow } from './pending.ts'
import { operationView, planView } from './plan.ts'
import { ensureListener } from './seed.ts'
import { type Caller, endSession, viewerOf } from './session.ts'
import { FakeAgent } from './testing/agent.ts'
import { someCaller, temporaryPlaces } from './testing/state.ts'
import { until, watchedConsole } from './testing/watched.ts'

temporaryPlaces()
const agent = new FakeAgent()
const stop = new AbortController()
let caller: Caller
let service = ''

const values = { label: 'DICOM-Print', address: '192.168.85.190', ports: '11112', protocol: 'tcp' }
const serviceRow = (connections: number): Row => ({
  row: 'service',
  key: 'layer7/DICOM-Print',
  item: service,
  area: 'layer7',
  label: 'DICOM-Print',
  address: '192.168.85.190',
  ports: '11112',
  connections,
  reason: '',
  since: null,
  state: 'up',
  protocol: 'TCP',
  method: 'Layer 7',
  mode: 'Proxy',
  serversUp: 1,
  servers: 1,
})

before(async () => {
  caller = await watchedConsole(agent, stop.signal)
})
after(async () => {
  stop.abort()
  await agent.close()
})

const save = async (
  changed: Record<string, unknown>,
  id?: string,
  rev?: number,
  kind = 'virtual-service',
  parent = 'layer7',
) => {
  const result = await saveAs(caller, { area: 'layer7', kind, parent, id, rev, values: changed })
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result))
  return result.id
}
const revOf = async (id: string) => (await db().item.findUniqueOrThrow({ where: { id } })).rev
const stored = async (id: string) => JSON.parse((await db().item.findUniqueOrThrow({ where: { id } })).data)

async function commit(): Promise<void> {
  const started = await commitAs(caller, ['layer7'])
  assert.ok(started.ok, started.ok ? '' : started.message)
  await until(() => currentJob()?.id === started.job && runningJob() === null)
}
const lastProgress = () => currentJob()?.progress.at(-1)?.type

test('a saved service waits, told in words with who saved it', async () => {
  service = await save(values)
  await save({ label: 'OKI-1', address: '192.168.85.200' }, undefined, undefined, 'real-server', service)
  await until(() => pendingNow().changes.length === 2)
  const { areas, changes } = pendingNow()
  assert.deepEqual(areas, ['layer7'])
  const { at, ...change } = changes[0] ?? assert.fail()
  assert.ok(at !== null && Date.now() - at < 60_000)
  assert.deepEqual(change, {
    area: 'layer7',
    item: service,
    change: 'new',
    label: 'DICOM-Print',
    kind: 'Virtual Service',
    fields: [],
    by: 'loadbalancer',
  })
})

test('a draft does not wait', async () => {
  const draft = await save({ ...values, label: 'Copy', ports: '104' })
  await db().item.update({ where: { id: draft }, data: { draft: true } })
  assert.ok(!(await computePending()).changes.some((c) => c.item === draft))
  await removeAs(caller, { area: 'layer7', id: draft, rev: await revOf(draft) })
})

test('the plan shows the file, the steps and the consequence in words', async () => {
  const plan = await planView()
  assert.deepEqual(plan.problems, [])
  const file = plan.files.find((f) => f.path === 'haproxy/haproxy.cfg')
  assert.ok(file?.lines.some((l) => l.kind === 'add' && l.text.includes('listen DICOM-Print')))
  assert.ok(plan.steps.some((s) => s.step.do === 'reload' && s.step.unit === 'haproxy'))
  assert.ok(plan.sentences.includes('192.168.85.190 comes up on eth0.'), plan.sentences.join('|'))
  assert.equal(plan.sentences.at(-1), 'If any check refuses, nothing that runs is changed.')
})

test('a commit goes through the agent; then nothing waits, and the applied items stand beside the stored ones', async () => {
  await commit()
  assert.equal(lastProgress(), 'applied')
  await until(() => pendingNow().areas.length === 0)
  const view = await itemsOfArea('layer7')
  assert.equal(view.applied?.[service]?.label, 'DICOM-Print')
  const audit = await db().audit.findFirstOrThrow({ where: { action: 'commit' }, orderBy: { id: 'desc' } })
  assert.deepEqual([audit.user, audit.area, audit.result], ['loadbalancer', 'layer7', 'applied generation 1'])
})

test('an edit that is undone waits no more', async () => {
  const before = await stored(service)
  await save({ ...before, label: 'DICOM-Print', ports: '11113' }, service, await revOf(service))
  await until(() => pendingNow().areas.length === 1)
  assert.deepEqual(pendingNow().changes[0]?.fields, ['Ports'])
  assert.equal(pendingNow().changes[0]?.change, 'modified')
  await save({ ...before, label: 'DICOM-Print' }, service, await revOf(service))
  await until(() => pendingNow().areas.length === 0)
})

test('group maintenance restarts at any time, reloads only while nothing waits, and never commits', async () => {
  const keeper: Caller = { ...caller, group: 'maintenance' }
  const reload = { what: 'reload', unit: 'haproxy' } as const
  const idle = () => until(() => runningJob() === null)
  assert.ok((await operateAs(keeper, reload)).ok)
  await idle()
  const before = await stored(service)
  await save({ ...before, label: 'DICOM-Print', ports: '11113' }, service, await revOf(service))
  await until(() => pendingNow().areas.length === 1)
  const refused = await operateAs(keeper, reload)
  assert.match(refused.ok ? '' : refused.message, /^Not done\. Saved changes wait for a commit/)
  assert.equal((await commitAs(keeper, ['layer7'])).ok, false)
  assert.ok((await operateAs(keeper, { ...reload, what: 'restart' })).ok)
  await idle()
  assert.equal(pendingNow().areas.length, 1, 'nothing was committed')
  await save({ ...before, label: 'DICOM-Print' }, service, await revOf(service))
  await until(() => pendingNow().areas.length === 0)
})

test('renaming, reloading and taking an address away are told with what they do to traffic', async () => {
  agent.tell({ type: 'look', at: Date.now(), rows: [serviceRow(339)] })
  await until(() => live().rows.size === 1)
  const before = await stored(service)
  await save({ ...before, label: 'Print', address: '192.168.85.191' }, service, await revOf(service))
  const { sentences, consequence } = await planView(['layer7'])
  for (const sentence of [
    'HAProxy reloads. No connection is cut: the 339 open ones finish on the old process.',
    '192.168.85.191 comes up on eth0.',
    '192.168.85.190 leaves eth0; 339 connections on it are closed.',
    'Renaming DICOM-Print to Print empties its persistence: its clients are spread anew.',
  ])
    assert.ok(sentences.includes(sentence), `${sentence} not in\n${sentences.join('\n')}`)
  assert.equal(consequence, 'reload')
  await save({ ...before, label: 'DICOM-Print' }, service, await revOf(service))
})

test('X-06: with nothing waiting the plan and the commit are a bare reload', async () => {
  await until(() => pendingNow().areas.length === 0)
  const plan: PlanView = await planView(['layer7'])
  assert.equal(plan.sentences[0], 'Nothing waits; HAProxy only reloads.')
  agent.asked = []
  await commit()
  assert.ok(agent.asked.includes('operate') && !agent.asked.includes('commit'))
})

test('a restart says what it interrupts', async () => {
  const { sentences } = await operationView('restart')
  assert.equal(
    sentences[0],
    'HAProxy restarts; 339 connections on it are closed, and for a moment no service answers.',
  )
})

test('a deleted service waits with its deleter; refused by HAProxy, it goes on waiting', async () => {
  await removeAs(caller, { area: 'layer7', id: service, rev: await revOf(service) })
  await until(() => pendingNow().changes.some((c) => c.change === 'deleted'))
  const gone = pendingNow().changes.find((c) => c.item === service)
  assert.deepEqual([gone?.change, gone?.label, gone?.by], ['deleted', 'DICOM-Print', 'loadbalancer'])
  const line = "unknown keyword 'planted'"
  agent.next = [{ type: 'refused', unit: 'haproxy', file: null, line, lineNumber: 7, origin: null }]
  await commit()
  assert.equal(lastProgress(), 'refused')
  const audited = () => db().audit.findFirstOrThrow({ where: { action: 'commit' }, orderBy: { id: 'desc' } })
  assert.equal((await audited()).result, `refused by haproxy: ${line}`)
  assert.ok(pendingNow().areas.includes('layer7'))
})

test('what commits on save is sent by itself', async () => {
  const author = { user: 'console', address: '' }
  await transaction((tx) => ensureListener(tx, author, 'fallback', 'fallback', ['127.0.0.1']))
  await commitWaiting(author)
  await until(() => !pendingNow().areas.includes('fallback'))
  assert.ok(agent.documents().fallback.items.some((i) => i.label === 'fallback'))
})

test('a listener follows its addresses, and nothing is written when they did not change', async () => {
  const author = { user: 'console', address: '' }
  const listener = () => db().item.findFirstOrThrow({ where: { area: 'fallback', kind: 'listener' } })
  const ensure = (addresses: string[]) =>
    transaction((tx) => ensureListener(tx, author, 'fallback', 'fallback', addresses))
  const { rev } = await listener()
  await ensure(['127.0.0.1'])
  assert.equal((await listener()).rev, rev)
  await ensure(['0.0.0.0', '::'])
  assert.deepEqual(JSON.parse((await listener()).data).addresses, ['0.0.0.0', '::'])
  await assert.rejects(ensure(['no address']), /FULCRUM_LISTEN/)
})

const ENDS = { idleAt: 1, latestAt: 2, idleMinutes: 30, latestBecause: '' }

test('a tab hears of changed rows only if it asked for them, of an item’s only if they are its own, and of everything else always', async () => {
  const sent: Record<string, ConsoleEvent[]> = { all: [], none: [], other: [] }
  const tab = (rows: string | null) =>
    serveTab({
      caller,
      session: ENDS,
      rows,
      send: (e) => sent[rows ?? 'none']?.push(e),
      close: () => assert.fail('closed'),
      lives: async () => ({ caller, session: ENDS }),
    })
  const stops = ['all', null, 'other'].map(tab)
  assert.deepEqual(
    Object.values(sent).map((all) => all[0]?.type),
    ['hello', 'hello', 'hello'],
  )
  const withNotice = (e: ConsoleEvent) => e.type === 'beat' && e.notices !== undefined
  agent.tell({ type: 'look', at: Date.now(), rows: [serviceRow(1)], notices: ['hello'] })
  await until(() => Object.values(sent).every((all) => all.some(withNotice)))
  const beats = Object.values(sent).map((all) => all.find(withNotice))
  assert.deepEqual(
    beats.map((e) => (e?.type === 'beat' ? [e.parts, e.notices] : e)),
    [
      [[{ key: serviceRow(1).key, connections: 1 }], ['hello']],
      [undefined, ['hello']],
      [[], ['hello']],
    ],
  )
  for (const end of stops) end()
})

test('a tab whose session has ended gets bye within 5 s, then nothing more', async () => {
  mock.timers.enable({ apis: ['setInterval'] })
  const { session } = await someCaller()
  const sent: string[] = []
  const closed = new Promise<void>((close) =>
    serveTab({
      caller,
      session: ENDS,
      rows: null,
      send: (e) => sent.push(e.type),
      close,
      lives: () => viewerOf(session),
    }),
  )
  await endSession(session)
  mock.timers.tick(5000)
  await closed
  mock.timers.reset()
  assert.equal(sent.at(-1), 'bye')
  const { length } = sent
  itemsChanged('layer7')
  assert.equal(sent.length, length)
})

test('without the agent nothing is applied, and pages say so', async () => {
  await agent.close()
  await until(() => !agentState().answering)
  for (const refused of [
    await commitAs(caller, ['layer7']),
    await operateAs(caller, { what: 'restart', unit: 'haproxy' }),
  ]) {
    assert.ok(!refused.ok)
    assert.match(refused.message, /^Not (applied|done)\. The agent does not answer\./)
  }
  await assert.rejects(operationView('reload'), /does not answer/)
  const view = await itemsOfArea('layer7')
  assert.deepEqual([view.applied, view.facts], [null, null])
})
