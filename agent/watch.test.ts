// What watchers are told: only what changed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Row } from '../lib/model/observed.ts'
import type { Snapshot } from '../lib/protocol/messages.ts'
import { changes, pauseFor, steady } from './watch.ts'

const row = (key: string, state: 'up' | 'down', since: number): Row => ({
  row: 'server',
  key,
  item: key,
  area: 'layer7',
  label: key,
  address: '10.0.0.1',
  ports: '80',
  connections: 0,
  reason: '',
  since,
  state,
  service: 'A',
  weight: 100,
})
const snapshot = (at: number, rows: Row[], notices: string[] = []): Snapshot => ({
  type: 'snapshot',
  at,
  appliance: { hostname: 'test', role: 'Primary', activity: 'Active', link: false },
  generation: 1,
  digests: {},
  rows,
  units: [],
  differences: [],
  notices,
  confirmation: null,
})

test('nothing but the time where nothing changed', () => {
  const rows = [row('a', 'up', 1)]
  assert.deepEqual(changes(snapshot(1, rows), snapshot(2, rows)), { type: 'look', at: 2 })
})

test('changed and new rows, keys of those that are gone, other parts whole', () => {
  const before = snapshot(1, [row('a', 'up', 1), row('b', 'up', 1), row('c', 'up', 1)])
  const fresh = [row('a', 'up', 1), row('b', 'down', 2), row('d', 'up', 2)]
  const now = snapshot(2, steady(before.rows, fresh), ['something'])
  assert.deepEqual(changes(before, now), {
    type: 'look',
    at: 2,
    rows: [row('b', 'down', 2), row('d', 'up', 2)],
    gone: ['c'],
    notices: ['something'],
  })
})

test('the same moment stays the same, told a second apart; another state begins anew', () => {
  assert.equal(steady([row('a', 'up', 10_000)], [row('a', 'up', 11_000)])[0]?.since, 10_000)
  assert.equal(steady([row('a', 'up', 10_000)], [row('a', 'up', 20_000)])[0]?.since, 20_000)
  assert.equal(steady([row('a', 'up', 10_000)], [row('a', 'down', 11_000)])[0]?.since, 11_000)
})

test('a look that took much is followed by a longer pause, and facts still stay below two seconds', () => {
  assert.equal(pauseFor(1000, 5), 1000)
  assert.equal(pauseFor(1000, 50), 1250)
  assert.equal(pauseFor(1000, 500), 1600)
  assert.equal(pauseFor(300, 2), 300)
})
