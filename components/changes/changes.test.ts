// What a newer page does to the list that is shown, and the address of a search.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StateChange } from '../../lib/model/changes.ts'
import { changesPath, type Found, newerIn, withNewer } from './useChanges.ts'

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

test('the address names only what is searched', () => {
  assert.equal(changesPath({ text: '', of: '' }), '/api/state-changes?')
  assert.equal(
    changesPath({ text: 'a b', of: 'layer7/Web' }, { format: 'csv' }),
    '/api/state-changes?text=a+b&key=layer7%2FWeb&format=csv',
  )
})
