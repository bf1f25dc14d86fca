// The audit trail in the console: stored with what it tells of, handed to the agent once, and what the file lacks is shown.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { commitAs, saveAs, setServersAs } from './actions.ts'
import { record, recordAlone } from './audit.ts'
import { auditFile } from './audit-export.ts'
import { handOver, keepHandingOver, takenNow } from './audit-hand-over.ts'
import { auditAskedIn, auditPage, gapsIn } from './audit-view.ts'
import { db, transaction } from './db.ts'
import { itemHistoryOf } from './item-history.ts'
import { runningJob } from './jobs.ts'
import { agentState } from './live.ts'
import { masked } from './mask.ts'
import { refreshPending } from './pending.ts'
import type { Caller } from './session.ts'
import { FakeAgent } from './testing/agent.ts'
import { temporaryPlaces } from './testing/state.ts'
import { until, watchedConsole } from './testing/watched.ts'

temporaryPlaces()
let agent = new FakeAgent()
const stop = new AbortController()
let caller: Caller
const anna = { user: 'anna', address: '192.0.2.7' }
const WEB = { label: 'Web', address: '192.168.85.190', ports: '80' }

before(async () => {
  keepHandingOver()
  caller = await watchedConsole(agent, stop.signal)
})
after(async () => {
  stop.abort()
  await agent.close()
})

const page = (query = '') => {
  const asked = auditAskedIn(new URLSearchParams(query))
  assert.ok(asked, query)
  return auditPage(asked)
}
const states = async (query = '') => (await page(query)).rows.map((r) => r.state)
const save = (values: Record<string, unknown>, more: object = {}) =>
  saveAs(caller, { area: 'layer7', kind: 'virtual-service', parent: 'layer7', values, ...more })
const allTaken = async () => {
  await handOver()
  const last = await db().audit.findFirstOrThrow({ orderBy: { id: 'desc' } })
  return (await takenNow()).upTo === last.id
}

test('no deed is recorded outside a transaction', () => {
  const folder = import.meta.dirname
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => /\.ts$/.test(f))
  assert.ok(files.length > 50)
  for (const file of files)
    assert.doesNotMatch(
      readFileSync(join(folder, file), 'utf8'),
      /\brecord(All)?\(\s*(db\(\)|database)\b/,
      file,
    )
})

test('what is undone leaves no trace, and what leaves no trace is not done', async () => {
  const rows = await db().audit.count()
  await assert.rejects(
    transaction(async (tx) => {
      await record(tx, anna, { action: 'wizard' })
      throw new Error('undone')
    }),
  )
  assert.equal(await db().audit.count(), rows)
})

test('a save, its refusal and a commit with what was read back', async () => {
  const saved = await save(WEB)
  assert.ok(saved.ok)
  const refused = await save(WEB)
  assert.ok(!refused.ok)
  await commitAs(caller, ['layer7'])
  await until(() => agent.applied.generation === 1 && runningJob() === null)
  await until(() => agent.trail.some((l) => l.action === 'commit'))
  const { rows, check } = await page()
  const [commit, refusal, save1] = rows
  assert.deepEqual(
    [commit?.action, commit?.result, commit?.after],
    ['commit', 'applied generation 1', { title: 'Reload HAProxy', readBack: ['HAProxy runs it.'] }],
  )
  assert.deepEqual(
    [refusal?.action, refusal?.after, refusal?.area],
    ['refuse', { asked: 'Not saved' }, 'layer7'],
  )
  assert.match(refusal?.result ?? '', /One field needs a correction/)
  assert.deepEqual(
    [save1?.thing, save1?.user, save1?.address],
    ['Virtual Service Web', caller.user, '192.0.2.7'],
  )
  assert.deepEqual(check?.faults, [])
})

test('somebody who may only look is refused, and that is recorded', async () => {
  const answer = await saveAs({ ...caller, user: 'rita', group: 'report' }, { area: 'layer7' })
  assert.ok(!answer.ok)
  const [row] = (await page('user=rita')).rows
  assert.deepEqual([row?.action, row?.result], ['refuse', answer.message])
})

test('everything is taken once; while the agent is away it waits, and nothing is called checked', async () => {
  await until(() => agent.trail.length > 0)
  assert.ok(await allTaken())
  const lines = agent.trail.length
  await db().auditTaken.update({ where: { id: 1 }, data: { upTo: 0 } }) // as if no answer had come back
  assert.ok(await allTaken())
  assert.equal(agent.trail.length, lines)
  const { trail } = agent
  await agent.close()
  await until(() => !agentState().answering)
  await recordAlone(anna, { action: 'wizard' })
  const seen = await page()
  assert.equal(seen.check, null)
  assert.equal(seen.waiting, 1)
  assert.deepEqual([...new Set(seen.rows.map((r) => r.state))], ['waiting', 'unchecked'])
  agent = new FakeAgent()
  agent.trail = trail
  await agent.listen()
  await until(() => agent.trail.length === lines + 1)
  assert.ok(await allTaken())
  assert.deepEqual([...new Set(await states())], ['kept'])
})

test('a row that the file lacks stands in its place as missing; one that says otherwise as changed, with both', async () => {
  const { trail } = agent
  const [first, second, third] = trail.slice(-3)
  agent.trail = trail.filter((l) => l !== second).map((l) => (l === third ? { ...l, user: 'nobody' } : l))
  const { rows } = await page()
  assert.deepEqual(
    rows.slice(0, 3).map((r) => [r.id, r.state, r.file?.user ?? null]),
    [
      [third?.id, 'changed', 'nobody'],
      [second?.id, 'missing', null],
      [first?.id, 'kept', null],
    ],
  )
  agent.trail = []
  assert.deepEqual([...new Set(await states())], ['missing'])
  agent.trail = [...trail, { ...(trail[0] ?? assert.fail()), n: trail.length + 1, id: 9999 }]
  assert.equal((await states())[0], 'unknown')
  agent.trail = trail
})

test('pages follow each other without a gap and without a row twice', async () => {
  const all = (await page()).rows.map((r) => r.id)
  const found: number[] = []
  for (let before: string | null = ''; before !== null; ) {
    const next = await page(`limit=2${before && `&before=${before}`}`)
    found.push(...next.rows.map((r) => r.id))
    before = next.next
  }
  assert.deepEqual(found, all)
})

test('CSV and JSON lines hold the same entries', async () => {
  const asked = auditAskedIn(new URLSearchParams('action=save')) ?? assert.fail()
  const csv = await new Response(await auditFile(asked, 'csv')).text()
  const lines = (await new Response(await auditFile(asked, 'jsonl')).text()).trim().split('\n')
  assert.match(csv, /^Entry,Time \(UTC\),User,Address,Action,/)
  assert.equal(csv.trim().split('\r\n').length, lines.length + 1)
  assert.equal(JSON.parse(lines[0] ?? '').action, 'save')
})

test('a drain is recorded with who and with what was read back', async () => {
  const { rows } = await page('action=save')
  const service = rows.find((r) => r.thing === 'Virtual Service Web')?.item ?? ''
  const values = { label: 'web1', address: '192.168.85.200', port: 80 }
  const added = await saveAs(caller, { area: 'layer7', kind: 'real-server', parent: service, values })
  assert.ok(added.ok)
  const set = await setServersAs(caller, { servers: [added.id], state: 'drained' })
  assert.ok(set.ok)
  const [operation, drain] = (await page()).rows
  assert.deepEqual([drain?.action, drain?.thing], ['drain', 'web1'])
  assert.deepEqual(operation?.after, { title: 'Drain', readBack: ['web1 is drained.'] })
})

test('who changed each field last', async () => {
  const [item] = (await db().item.findMany({ where: { label: 'Web' } })) ?? []
  const rev = item?.rev ?? 0
  const known = { id: item?.id ?? '', rev }
  assert.ok((await save({ ...WEB, ports: '81', protocol: 'http' }, known)).ok)
  assert.ok(
    (
      await saveAs(
        { ...caller, user: 'bob' },
        {
          ...known,
          rev: rev + 1,
          area: 'layer7',
          kind: 'virtual-service',
          parent: 'layer7',
          values: { ...WEB, label: 'Web2', ports: '81', protocol: 'http' },
        },
      )
    ).ok,
  )
  const { fields, made } = await itemHistoryOf(known.id)
  const by = Object.fromEntries(fields.map((f) => [f.field, f.by]))
  assert.equal(by.label, 'bob')
  assert.equal(by.ports, caller.user)
  assert.equal(by.address, undefined)
  assert.equal(made?.by, caller.user)
  await refreshPending() // the folder goes when the tests are done
})

test('secrets are masked, and a new one shows as another', () => {
  const pair = masked('layer7', {
    before: { data: { password: 'a', key: 1 } },
    after: { data: { password: 'b', tokens: [{ apiToken: 'x' }] } },
  })
  assert.deepEqual(pair, {
    before: { data: { password: '(secret)', key: 1 } },
    after: { data: { password: '(another secret)', tokens: [{ apiToken: '(secret)' }] } },
  })
})

test('what lies in no range', () => {
  assert.deepEqual(
    gapsIn(
      [
        [1, 3],
        [6, 7],
      ],
      1,
      9,
    ),
    [
      [4, 5],
      [8, 9],
    ],
  )
  assert.deepEqual(gapsIn([], 4, 4), [[4, 4]])
  assert.deepEqual(gapsIn([[1, 9]], 2, 5), [])
})
