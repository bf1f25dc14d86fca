// What waits for a commit, at the row it belongs to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change } from '../../lib/protocol/console.ts'
import { marksOf } from './marks.ts'

const change = (item: string, more: Partial<Change> = {}): Change => ({
  area: 'layer7',
  item,
  change: 'modified',
  label: item,
  kind: 'real-server',
  fields: ['Weight'],
  by: 'anna',
  at: 1,
  ...more,
})
const items = [
  { id: 'V', parent: 'layer7' },
  { id: 'S', parent: 'V' },
]

test('a change of a server is marked at the server and at its service', () => {
  const marks = marksOf([change('S')], items, {})
  assert.equal(marks.get('S'), 'Weight')
  assert.equal(marks.get('V'), 'Weight of S')
})

test('a deleted server is known by what is applied', () => {
  const marks = marksOf([change('T', { change: 'deleted' })], items, { T: { parent: 'V' } })
  assert.equal(marks.get('V'), 'without T')
})

test('a new service is new, whatever is below it', () => {
  const marks = marksOf([change('V', { change: 'new' }), change('S', { change: 'new' })], items, {})
  assert.equal(marks.get('V'), 'new')
})

test('several fields are counted', () => {
  assert.equal(marksOf([change('V', { fields: ['Ports', 'Label'] })], items, {}).get('V'), '2 fields')
})
