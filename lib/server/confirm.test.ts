// The console's part in a change that undoes itself: kept over the right connection, others' commits held, and nothing undone left saved.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Confirmation } from '../protocol/confirm.ts'
import { commitAs, keepChangeAs, saveAs, undoChangeAs } from './actions.ts'
import { commitOnSave, commitSaved } from './commit.ts'
import { takeInUndone } from './confirm.ts'
import { db, transaction } from './db.ts'
import { runningJob } from './jobs.ts'
import { live } from './live.ts'
import { pendingNow, refreshPending } from './pending.ts'
import { ensureListener } from './seed.ts'
import type { Caller } from './session.ts'
import { isSettled } from './settled.ts'
import { FakeAgent } from './testing/agent.ts'
import { temporaryPlaces } from './testing/state.ts'
import { until, watchedConsole } from './testing/watched.ts'
import { exportAll } from './transfer.ts'

temporaryPlaces()
const CONSOLE = { user: 'console', address: '' }
const agent = new FakeAgent()
const stop = new AbortController()
let caller: Caller

before(async () => {
  caller = await watchedConsole(agent, stop.signal)
  await transaction(async (tx) => {
    await ensureListener(tx, CONSOLE, 'front', 'console', ['0.0.0.0'])
    await ensureListener(tx, CONSOLE, 'fallback', 'fallback', ['0.0.0.0'])
  })
  await refreshPending(true)
  commitOnSave('front', CONSOLE)
  await until(() => agent.applied.generation === 1 && runningJob() === null)
})
after(async () => {
  stop.abort()
  await agent.close()
})

const change = (state: Confirmation['state']): Confirmation => ({
  ...{ id: '2-abc', state, until: Date.now() + 60_000, areas: ['front'], author: 'loadbalancer' },
  console: { addresses: ['0.0.0.0'], port: 9444 },
})
async function tell(confirmation: Confirmation | null): Promise<void> {
  agent.confirmation = confirmation
  agent.tell({ type: 'look', at: Date.now(), confirmation })
  await until(() => live().confirmation?.state === confirmation?.state)
}
const item = (area: string) => db().item.findFirstOrThrow({ where: { area, kind: 'listener' } })
async function move(port: number): Promise<void> {
  const { id, rev, data } = await item('front')
  const values = { ...JSON.parse(data), port }
  const saved = await saveAs(caller, { area: 'front', kind: 'listener', id, rev, parent: 'front', values })
  assert.ok(saved.ok, JSON.stringify(saved))
}

test('while a change waits, nothing is committed; the page is not settled', async () => {
  assert.equal(isSettled(), true)
  await tell(change('waiting'))
  assert.equal(isSettled(), false)
  const { generation } = agent.applied
  const refused = await commitAs(caller, ['fallback'])
  assert.match(refused.ok ? '' : refused.message, /^Not applied\. .*Keep it or undo it first\./)
  commitOnSave('fallback', CONSOLE)
  assert.equal(agent.applied.generation, generation)
  await tell(null)
  commitSaved()
  await until(() => agent.applied.generation > generation && runningJob() === null)
  await until(() => pendingNow().areas.length === 0) // it was held, and not lost
})

test('it is kept by who may, over the connection the web server tells', async () => {
  await tell(change('waiting'))
  agent.keeps = 'new way'
  assert.deepEqual(await keepChangeAs(caller, { id: '2-abc', over: 'old way' }), { ok: true, otherWay: true })
  assert.deepEqual(await keepChangeAs(caller, { id: '2-abc', over: 'new way' }), {
    ok: true,
    otherWay: false,
  })
  const gone = await keepChangeAs(caller, { id: 'another', over: 'new way' })
  assert.match(gone.ok ? '' : gone.message, /^Not kept\./)
  for (const group of ['maintenance', 'report'])
    for (const act of [keepChangeAs, undoChangeAs]) {
      const refused = await act({ ...caller, group }, { id: '2-abc', over: 'new way' } as never)
      assert.equal(refused.ok, false, group)
    }
  assert.equal(await db().audit.count({ where: { action: 'keep' } }), 1)
})

test('what was undone is not saved any more, once; what is saved later stays', async () => {
  await tell(null)
  const before = await item('front')
  await move(9444)
  await until(() => JSON.stringify(agent.applied.documents).includes('9444') && runningJob() === null)
  agent.applied = {
    ...agent.applied,
    generation: agent.applied.generation + 1,
    documents: agent.applied.documents.map((d) =>
      d.area === 'front' ? { ...d, items: d.items.map((i) => ({ ...i, data: JSON.parse(before.data) })) } : d,
    ),
  }
  await tell(change('undone'))
  await takeInUndone(CONSOLE)
  assert.equal((await item('front')).data, before.data)
  await takeInUndone(CONSOLE)
  assert.equal(await db().audit.count({ where: { action: 'undo', result: 'done' } }), 1)
  const { id, rev, data } = await item('front')
  await db().item.update({
    where: { id },
    data: { data: JSON.stringify({ ...JSON.parse(data), port: 9445 }), rev: rev + 1 },
  })
  await takeInUndone(CONSOLE)
  assert.match((await item('front')).data, /9445/)
})

test('a file that is exported names no certificate of this appliance', async () => {
  const { id, data } = await item('front')
  const uploaded = 'certificate-0123456789abcdef'
  const changed = JSON.stringify({ ...JSON.parse(data), certificate: 'uploaded', uploaded })
  await db().item.update({ where: { id }, data: { data: changed } })
  await db().area.update({ where: { name: 'front' }, data: { rev: { increment: 1 } } })
  const file = JSON.stringify(await exportAll())
  assert.ok(file.includes('"certificate":"uploaded"'))
  assert.ok(!file.includes(uploaded))
})

test('FULCRUM_LISTEN is followed where it is to be followed, and else what was saved stays', async () => {
  const ensure = (addresses: string[], follow: boolean) =>
    transaction((tx) => ensureListener(tx, CONSOLE, 'fallback', 'fallback', addresses, follow))
  assert.equal(await ensure(['127.0.0.1'], false), false)
  assert.match((await item('fallback')).data, /0\.0\.0\.0/)
  assert.equal(await ensure(['127.0.0.1'], true), true)
  assert.equal(await ensure(['127.0.0.1'], true), false, 'it is there already')
})
