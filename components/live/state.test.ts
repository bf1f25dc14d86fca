// How events change what a page knows, and when its facts are too old.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServerRow } from '../../lib/model/observed.ts'
import type { ConsoleEvent, Editions } from '../../lib/protocol/console.ts'
import { rowParts } from '../../lib/protocol/row-parts.ts'
import { afterEvent, nothing, STALE_MS, silence } from './state.ts'

const row = (label: string, state: ServerRow['state'] = 'up'): ServerRow => ({
  row: 'server',
  key: `layer7/V/${label}`,
  item: label,
  area: 'layer7',
  label,
  address: '10.0.0.1',
  ports: '80',
  connections: 0,
  reason: '',
  since: null,
  state,
  service: 'V',
  weight: 100,
})

const SET = { idleMinutes: 30, latestBecause: 'you logged in 12 hours ago' }

const hello: ConsoleEvent = {
  type: 'hello',
  now: 1_000_000,
  user: 'loadbalancer',
  group: 'config',
  version: '0.1.0',
  agent: { answering: true, lookedAt: 999_600 },
  appliance: null,
  units: [],
  differences: [],
  notices: [],
  confirmation: null,
  generation: 3,
  editions: {} as Editions,
  pending: { areas: [], changes: [], problems: [] },
  job: null,
  session: { idleAt: 2_800_000, latestAt: 44_200_000, ...SET },
  wizard: true,
  rows: [row('a'), row('b')],
}
const beat = (more: object): ConsoleEvent => ({
  type: 'beat',
  now: 1_001_000,
  agent: { answering: true, lookedAt: 1_000_900 },
  ...more,
})

test('activity moves the end of the session; one answer ends the question about the wizard', () => {
  const first = afterEvent(nothing, hello, 5)
  assert.deepEqual([first.session?.idleAt, first.wizard], [2_800_000, true])
  const session = { idleAt: 3_000_000, latestAt: 44_200_000, ...SET }
  const active = afterEvent(first, { type: 'session', session }, 6)
  assert.deepEqual([active.session, active.wizard], [session, true])
  assert.equal(afterEvent(active, { type: 'wizard' }, 7).wizard, false)
})

test('a beat changes only the rows it names, in their place', () => {
  const after = afterEvent(
    afterEvent(nothing, hello, 500),
    beat({ rows: [row('a', 'down'), row('c')] }),
    1500,
  )
  assert.deepEqual(
    [...(after.rows?.values() ?? [])].map((r) => [r.label, r.state]),
    [
      ['a', 'down'],
      ['b', 'up'],
      ['c', 'up'],
    ],
  )
  const gone = afterEvent(after, beat({ gone: ['layer7/V/b'] }), 2500)
  assert.deepEqual([...(gone.rows?.keys() ?? [])], ['layer7/V/a', 'layer7/V/c'])
})

test('a row of which some fields changed is told by these, one that lost a field as a whole', () => {
  const before = afterEvent(nothing, hello, 500)
  const known = before.rows ?? new Map()
  const marked = { ...row('c'), expectedDown: true as const }
  const { expectedDown: _, ...unmarked } = marked
  const told = rowParts(new Map([...known, [marked.key, marked]]), [
    { ...row('a'), connections: 7 },
    unmarked,
    row('d'),
  ])
  assert.deepEqual(told, { whole: [unmarked, row('d')], parts: [{ key: row('a').key, connections: 7 }] })
  const after = afterEvent(before, beat({ rows: told.whole, parts: told.parts }), 1500)
  assert.deepEqual(after.rows?.get(row('a').key), { ...row('a'), connections: 7 })
  assert.equal(after.rows?.get(row('b').key), known.get(row('b').key))
})

test('rows that did not change keep the map, so that nothing is drawn again', () => {
  const before = afterEvent(nothing, hello, 500)
  assert.equal(afterEvent(before, beat({}), 1500).rows, before.rows)
})

test('facts are counted by the console clock, whatever the browser thinks the time is', () => {
  const state = afterEvent(nothing, hello, 500)
  assert.equal(silence(state, 500), null)
  assert.deepEqual(silence({ ...state, heardAt: 5000 }, 5000), { who: 'agent', since: 999_600 })
  assert.deepEqual(silence(state, 501 + STALE_MS), { who: 'console', since: 999_600 })
})

test('an agent that never answered has no age', () => {
  const state = afterEvent(nothing, { ...hello, agent: { answering: false, lookedAt: null } }, 500)
  assert.deepEqual(silence(state, 600), { who: 'agent', since: null })
})
