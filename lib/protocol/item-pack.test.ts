// What is stored and what is applied come out of the browser's end as they went in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../model/document.ts'
import type { ItemsView } from './console.ts'
import { sentOf, viewOf } from './item-pack.ts'

const item = (id: string, weight: number): Item => ({
  id,
  kind: 'real-server',
  parent: 'web',
  label: id,
  position: 0,
  data: { weight },
})
const view = (stored: Item[], applied: Item[] | null): ItemsView => ({
  area: 'layer7',
  edition: 1,
  generation: 1,
  items: stored.map((i) => ({ ...i, rev: 1 })),
  applied: applied && Object.fromEntries(applied.map((i) => [i.id, i])),
  problems: [],
  facts: null,
})
const weights = ({ applied }: ItemsView) =>
  applied && Object.fromEntries(Object.values(applied).map((i) => [i.id, i.data.weight]))

test('an applied item like the stored one is not sent again; changed, new and deleted ones keep their place', () => {
  const before = view(
    [item('same', 1), item('changed', 1), item('new', 1)],
    [item('same', 1), item('changed', 2), item('gone', 3)],
  )
  const sent = sentOf(before)
  assert.deepEqual(
    sent.applied?.others.map((i) => i.id),
    ['changed', 'gone'],
  )
  assert.deepEqual(sent.applied?.without, ['new'])
  const after = viewOf(sent)
  assert.deepEqual(weights(after), { same: 1, changed: 2, gone: 3 })
  assert.deepEqual(after.items, before.items)
})

test('an agent that does not answer has applied nothing that is known', () => {
  assert.equal(viewOf(sentOf(view([item('a', 1)], null))).applied, null)
})
