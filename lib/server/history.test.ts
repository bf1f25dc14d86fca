// History, roll back, export and import: shown first, all or nothing, and nobody's later change overwritten unseen.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AREAS, documentDigest } from '../model/document.ts'
import { commitAs, importAs, rollBackAs, saveAs } from './actions.ts'
import { db, transaction } from './db.ts'
import { desiredDocument } from './documents.ts'
import { duplicateItem } from './duplicate.ts'
import { commitOf, historyNow, rollBackPlan } from './history.ts'
import { listItems, removeItem } from './items.ts'
import { currentJob, runningJob } from './jobs.ts'
import { computePending } from './pending.ts'
import { ensureListener } from './seed.ts'
import type { Caller } from './session.ts'
import { FakeAgent } from './testing/agent.ts'
import { temporaryPlaces } from './testing/state.ts'
import { until, watchedConsole } from './testing/watched.ts'
import { exportAll, importPlan } from './transfer.ts'
import { tryCheckOf } from './try-check.ts'

temporaryPlaces()
const agent = new FakeAgent()
const stop = new AbortController()
let caller: Caller

const web = { label: 'Web', address: '192.168.85.150', ports: '80' }
async function save(
  values: Record<string, unknown>,
  of: { id?: string; rev?: number; kind?: string; parent?: string } = {},
) {
  const result = await saveAs(caller, {
    ...{ area: 'layer7', kind: 'virtual-service', parent: 'layer7', values },
    ...of,
  })
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result))
  return result.id
}
const itemAt = async (label: string) => (await listItems('layer7')).find((i) => i.label === label)
const labels = async () => (await listItems('layer7')).map((i) => i.label).sort()
const digest = async () => documentDigest(await desiredDocument(db(), 'layer7'))

async function settled(started: { ok: boolean; job?: string | null; message?: string }): Promise<void> {
  assert.ok(started.ok, started.message)
  await until(() => currentJob()?.id === started.job && runningJob() === null)
  assert.equal(currentJob()?.progress.at(-1)?.type, 'applied')
}
const commit = async () => settled(await commitAs(caller, ['layer7', 'front', 'fallback']))

before(async () => {
  caller = await watchedConsole(agent, stop.signal)
  await transaction((tx) => ensureListener(tx, { user: 'console', address: '' }, 'front', 'console', ['::']))
  const id = await save(web)
  await save({ label: 'web1', address: '192.168.85.200' }, { kind: 'real-server', parent: id })
  await commit()
  await save({ ...web, ports: '80,8080' }, { id, rev: 1 })
  await save({ label: 'Second', address: '192.168.85.151', ports: '90' })
  await commit()
})
after(async () => {
  stop.abort()
  await agent.close()
})

test('every commit is listed with author, areas, changes and what was read back, newest first', async () => {
  const { current, commits } = await historyNow()
  assert.equal(current, 2)
  assert.deepEqual(
    commits.map((c) => [c.generation, c.base, c.author, c.changes.map((x) => `${x.change} ${x.label}`)]),
    [
      [2, 1, 'loadbalancer', ['modified Web', 'new Second']],
      [1, 0, 'loadbalancer', ['new console', 'new Web', 'new web1']],
    ],
  )
  const view = await commitOf(2)
  assert.deepEqual(view?.record.readBack, ['HAProxy runs it.'])
  assert.ok(view?.files?.some((f) => f.path === 'haproxy/haproxy.cfg' && f.added > 0))
  assert.equal(await commitOf(9), null)
})

test('a roll back is shown first, names what waits, and becomes a commit of its own', async () => {
  const second = await itemAt('Second')
  assert.ok(second)
  await removeItem(caller, { area: 'layer7', id: second.id, rev: second.rev })
  const copied = await duplicateItem(caller, { area: 'layer7', id: (await itemAt('Web'))?.id ?? '' })
  assert.ok(copied.ok)
  const plan = await rollBackPlan(1)
  assert.ok(plan?.changes)
  assert.deepEqual(
    plan.plan.changes.map((c) => `${c.change} ${c.label}`),
    ['modified Web', 'deleted Second'],
  )
  assert.deepEqual(
    plan.waiting.map((c) => `${c.change} ${c.label}`),
    ['deleted Second'],
  )
  assert.deepEqual(plan.drafts, ['Web-1'])
  await settled(await rollBackAs(caller, { generation: 1, seen: plan.seen }))
  assert.deepEqual(await labels(), ['Web', 'Web-1', 'web1', 'web1'])
  assert.equal((await itemAt('Web'))?.data.ports, '80')
  assert.equal(agent.applied.generation, 3)
  assert.deepEqual((await computePending(true)).areas, [])
  const trail = await db().audit.findMany({ where: { action: 'roll-back' } })
  assert.deepEqual(
    trail.map((t) => [t.user, t.after?.includes('Roll back to commit 1')]),
    [['loadbalancer', true]],
  )
})

test('a form that was open meanwhile meets a conflict, even where a revision comes round again', async () => {
  const stale = await saveAs(caller, {
    area: 'layer7',
    kind: 'virtual-service',
    parent: 'layer7',
    id: (await itemAt('Web'))?.id,
    rev: 1,
    values: web,
  })
  assert.ok(!stale.ok && stale.conflict)
})

test('what was shown no longer holds after a save: nothing is overwritten unseen', async () => {
  const plan = await rollBackPlan(2)
  await save({ label: 'Third', address: '192.168.85.152', ports: '90' })
  const answer = await rollBackAs(caller, { generation: 2, seen: plan?.seen ?? '' })
  assert.ok(!answer.ok)
  assert.match(answer.message, /^Not rolled back\. Somebody saved or committed meanwhile/)
  assert.ok(await itemAt('Third'))
})

test('back to what runs: only what waits is dropped, and nothing is sent to the agent', async () => {
  const plan = await rollBackPlan(3)
  assert.deepEqual([plan?.plan.steps, plan?.waiting.map((c) => c.label)], [[], ['Third']])
  const answer = await rollBackAs(caller, { generation: 3, seen: plan?.seen ?? '' })
  assert.deepEqual(answer, { ok: true, job: null })
  assert.equal(await itemAt('Third'), undefined)
  assert.equal(agent.applied.generation, 3)
})

test('an export taken, changes made, imported again: the same documents', async () => {
  const before = await digest()
  const file = await exportAll()
  assert.deepEqual(
    file.documents.map((d) => d.area),
    AREAS.filter((area) => area !== 'server-state'),
  )
  assert.ok(!JSON.stringify(file).includes('Web-1'), 'copies stay at home')
  const item = await itemAt('Web')
  await save({ label: 'Other', address: '192.168.85.150', ports: '81' }, { id: item?.id, rev: item?.rev })
  await save(web)
  await commit()
  assert.notEqual(await digest(), before)
  const view = await importPlan(JSON.parse(JSON.stringify(file)))
  assert.deepEqual([view.refused, view.replacement?.problems.filter((p) => p.level === 'error')], [[], []])
  await settled(await importAs(caller, { content: file, seen: view.replacement?.seen }))
  assert.equal(await digest(), before)
  assert.equal((await importPlan(file)).replacement?.changes, false)
})

test('where the appliance itself listens is not taken away by what does not say it', async () => {
  const file = await exportAll()
  const documents = file.documents.map((d) => (d.area === 'front' ? { ...d, items: [] } : d))
  assert.equal((await importPlan({ ...file, documents })).replacement?.changes, false)
})

test('a file that is not wholly right is refused with whole sentences, and nothing of it is taken', async () => {
  const before = await digest()
  const good = await exportAll()
  const layer7 = good.documents.find((d) => d.area === 'layer7')
  assert.ok(layer7)
  const [service, server] = layer7.items
  assert.ok(service && server)
  const withItems = (...items: object[]) => ({ ...good, documents: [{ ...layer7, items }] })
  const bad: [unknown, RegExp][] = [
    [null, /no file that Fulcrum exported/],
    [[], /no file that Fulcrum exported/],
    [{ product: 'Other' }, /no file that Fulcrum exported/],
    [{ ...good, format: 2 }, /format 2; this release reads format 1 only/],
    [{ ...good, documents: 7 }, /no list of areas/],
    [{ ...good, documents: [{ ...layer7, area: 'layer5' }] }, /the area layer5, which/],
    [{ ...good, documents: [{ ...layer7, area: 'server-state' }] }, /the area server-state, which/],
    [{ ...good, documents: [layer7, layer7] }, /layer7 twice/],
    [{ ...good, documents: [{ ...layer7, version: 99 }] }, /version 99; this release knows version 1/],
    [{ ...good, extra: 1 }, /extra/],
    [withItems({ ...service, more: 1 }), /more/],
    [withItems({ ...service, data: { ...service.data, ports: '0' } }), /./],
    [withItems({ ...service, data: { ...service.data, surprise: 1 } }), /surprise/],
    [withItems(server), /has no place/],
    [withItems(service, { ...service, label: 'Twin' }), /has no place/],
    [withItems({ ...service, id: 'layer7' }), /layer7 is used twice/],
  ]
  for (const [content, sentence] of bad) {
    const { refused, replacement } = await importPlan(content)
    assert.equal(replacement, null, JSON.stringify(content).slice(0, 80))
    assert.match(refused.map((p) => p.message).join(' '), sentence)
    const answer = await importAs(caller, { content, seen: '' })
    assert.ok(!answer.ok && answer.message.startsWith('Not imported.'))
  }
  const fields = await importPlan(withItems({ ...service, data: { ...service.data, ports: '0' } }))
  assert.equal(fields.refused[0]?.where, 'Web, Ports')
  assert.equal(await digest(), before)
})

test('what only rules find stands in the plan, and stops the import', async () => {
  const good = await exportAll()
  const documents = good.documents.map((d) => ({
    ...d,
    items: d.items.map((i) => (i.label === 'Web' ? { ...i, data: { ...i.data, address: '10.99.0.5' } } : i)),
  }))
  const { replacement } = await importPlan({ ...good, documents })
  assert.deepEqual(
    replacement?.problems.filter((p) => p.level === 'error').map((p) => p.where),
    ['Web, IP Address'],
  )
  const answer = await importAs(caller, { content: { ...good, documents }, seen: replacement?.seen })
  assert.ok(!answer.ok && answer.message === 'Not imported. The plan names what stops it.')
})

test('a check is tried with the values of the form, after the schema has read them', async () => {
  const service = await itemAt('Web')
  const server = (await listItems('layer7')).find((i) => i.parent === service?.id)
  assert.ok(service && server)
  const values = { ...web, check: 'http-get', request: '/ready', response: 'OK' }
  const answer = await tryCheckOf({ service: service.id, server: server.id, values })
  assert.ok('ok' in answer && answer.ok)
  const asked = agent.lastTried as { document: { items: { data: object }[] }; server: string }
  assert.equal(asked.server, server.id)
  assert.equal(asked.document.items.length, 2)
  assert.equal('request' in (asked.document.items[0]?.data ?? {}), true)
  const bad = await tryCheckOf({ service: service.id, server: server.id, values: { ...values, ports: '0' } })
  assert.ok('error' in bad && bad.error.startsWith('Ports: '))
  assert.deepEqual(await tryCheckOf({ service: service.id, server: 'nobody', values }), {
    error: 'It was deleted meanwhile.',
  })
})
