// The sentences of the delete dialog.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { goes } from './goes.ts'

const stored = (id: string, more: Partial<StoredItem> = {}): StoredItem => ({
  id,
  kind: 'virtual-service',
  parent: 'layer7',
  label: id,
  position: 0,
  rev: 1,
  data: { address: '10.40.8.40' },
  ...more,
})
const server = (id: string) => stored(id, { kind: 'real-server', parent: 'PACS-WEB', data: {} })
const pacs = stored('PACS-WEB')
const view = (items: StoredItem[], applied: StoredItem[]): ItemsView => ({
  area: 'layer7',
  edition: 1,
  generation: 1,
  items,
  applied: Object.fromEntries(applied.map(({ rev: _, ...item }) => [item.id, item])),
  problems: [],
  facts: null,
})

test('the servers that go with a service are named, and its address', () => {
  assert.deepEqual(goes(pacs, view([pacs, server('a'), server('b')], [pacs]), null), [
    'Its 2 real servers a and b go with it.',
    'Nothing answers on 10.40.8.40 any more after the next Reload HAProxy.',
    'It runs until the next Reload HAProxy.',
  ])
})

test('many servers are counted, and a shared address stays', () => {
  const items = [pacs, stored('OTHER'), ...'abcdefg'.split('').map(server)]
  assert.deepEqual(goes(pacs, view(items, [pacs]), null), [
    'Its 7 real servers a, b, c, d, e and 2 more go with it.',
    'It runs until the next Reload HAProxy.',
  ])
})

test('what does not run yet disturbs nothing', () => {
  assert.deepEqual(goes(pacs, view([pacs], []), null), ['It does not run yet.'])
})

test('a directory takes its groups along, and no connection; a group only itself', () => {
  const directory = stored('Corp', { kind: 'directory', parent: 'external-authentication', data: {} })
  const group = (id: string) => stored(id, { kind: 'group-map', parent: 'Corp', data: {} })
  const both: ItemsView = {
    ...view([directory, group('a'), group('b')], [directory]),
    area: 'external-authentication',
  }
  const said = goes(directory, both, null)
  assert.equal(said[0], 'Its 2 directory groups go with it.')
  assert.match(said[1] ?? '', /^Nobody can log in by it any more/)
  assert.equal(goes(group('a'), both, null).length, 1)
})
