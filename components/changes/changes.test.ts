// What a newer page does to the list that is shown, and the address of a search.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StateChange } from '../../lib/model/changes.ts'
import { changesPath, EVERYTHING, hrefOf, nothingWords, searchIn } from './search.ts'
import { type Found, newerIn, withNewer } from './useChanges.ts'

const change = (id: number): StateChange => ({
  id,
  at: id,
  key: 'layer7/Web',
  row: 'service',
  label: 'Web',
  service: 'Web',
  from: 'up',
  to: 'down',
  reason: '',
  lasted: null,
  event: null,
})
const found = (more: boolean, ...ids: number[]): Found => ({ changes: ids.map(change), more })
const ids = ({ changes }: Found) => changes.map((c) => c.id)

test('new entries come on top of what is shown, each once', () => {
  const shown = found(true, 5, 4, 3)
  const page = found(true, 7, 6, 5)
  assert.deepEqual(newerIn(page, shown).length, 2)
  assert.deepEqual(ids(withNewer(page, shown)), [7, 6, 5, 4, 3])
  assert.equal(withNewer(page, shown).more, true)
})

test('a page that does not reach down to what is shown takes its place', () => {
  assert.deepEqual(ids(withNewer(found(true, 9, 8, 7), found(true, 3, 2))), [9, 8, 7])
  assert.deepEqual(ids(withNewer(found(false, 2, 1), found(false))), [2, 1])
})

test('the address names only what is searched, and reads back as it was written', () => {
  assert.equal(changesPath(EVERYTHING), '/api/state-changes')
  assert.equal(hrefOf(EVERYTHING), '/reports/state-changes')
  assert.equal(
    changesPath({ ...EVERYTHING, text: 'a b', of: 'layer7/Web' }, { format: 'csv' }),
    '/api/state-changes?text=a+b&key=layer7%2FWeb&format=csv',
  )
  const search = { text: 'down', of: 'layer7/Web', from: '2026-11-20T02:13', to: '2026-11-20T02:14' }
  assert.deepEqual(searchIn(new URL(hrefOf(search), 'http://h').searchParams), search)
  assert.deepEqual(searchIn(new URLSearchParams('from=yesterday&to=2026-13-01T00:00')), EVERYTHING)
})

test('from and to are minutes in UTC, the last one whole', () => {
  const asked = new URL(
    changesPath({ ...EVERYTHING, from: '2026-11-20T02:13', to: '2026-11-20T02:13' }),
    'http://h',
  )
  const [from, to] = ['from', 'to'].map((name) =>
    new Date(Number(asked.searchParams.get(name))).toISOString(),
  )
  assert.deepEqual([from, to], ['2026-11-20T02:13:00.000Z', '2026-11-20T02:13:59.999Z'])
})

test('an empty list says why', () => {
  const [from, to] = ['2026-11-20T02:13', '2026-11-20T03:00']
  assert.equal(nothingWords({ ...EVERYTHING, text: 'prnt' }), 'Nothing matches ‘prnt’.')
  assert.equal(
    nothingWords({ ...EVERYTHING, from, to }),
    'No change of state from 2026-11-20 02:13 UTC to 2026-11-20 03:00 UTC.',
  )
  assert.equal(nothingWords({ ...EVERYTHING, from }), 'No change of state from 2026-11-20 02:13 UTC on.')
  assert.equal(nothingWords({ ...EVERYTHING, to }), 'No change of state up to 2026-11-20 03:00 UTC.')
  assert.equal(nothingWords({ ...EVERYTHING, of: 'layer7/Web' }), 'No change of this row yet.')
  assert.match(nothingWords({ ...EVERYTHING, from: to, to: from }), /From is later than To/)
})
