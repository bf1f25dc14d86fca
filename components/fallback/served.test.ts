// What the page says of itself: served as saved only where that was applied and read back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_PAGE } from '../../lib/areas/fallback/page.ts'
import type { Item } from '../../lib/model/document.ts'
import type { ItemsView } from '../../lib/protocol/console.ts'
import { servedAs, storedPage } from './served.ts'

const item = (id: string, kind: string, data: Item['data']): Item => ({
  id,
  kind,
  parent: 'fallback',
  label: kind,
  position: 0,
  data,
})
const listener = item('l', 'listener', { addresses: ['0.0.0.0'] })
const page = (html: string) => item('p', 'page', { html })
const view = (stored: Item[], applied: Item[] | null): ItemsView => ({
  area: 'fallback',
  edition: 1,
  generation: 1,
  items: stored.map((i) => ({ ...i, rev: 3 })),
  applied: applied && Object.fromEntries(applied.map((i) => [i.id, i])),
  problems: [],
  facts: null,
})
const differs = [{ area: 'fallback' as const, message: 'It differs.' }]

test('the stored page, or the default while nobody saved one', () => {
  assert.deepEqual(storedPage(view([listener], null)), { html: DEFAULT_PAGE, item: null })
  assert.deepEqual(storedPage(view([listener, page('x')], null)), { html: 'x', item: { id: 'p', rev: 3 } })
})

test('served as saved only where it is applied, and nothing differs in what was read back', () => {
  assert.equal(servedAs(view([listener], [listener]), [], false), 'as saved')
  assert.equal(servedAs(view([listener, page('x')], [listener, page('x')]), [], false), 'as saved')
  assert.equal(servedAs(view([listener, page('x')], [listener, page('x')]), differs, false), 'otherwise')
  assert.equal(servedAs(view([listener, page('x')], [listener]), [], false), 'waiting')
  assert.equal(servedAs(view([listener, page('x')], [listener, page('y')]), [], false), 'waiting')
  assert.equal(servedAs(view([listener], []), [], false), 'waiting')
  assert.equal(servedAs(view([listener], null), [], false), 'unknown')
  assert.equal(servedAs(view([listener], [listener]), [], true), 'unknown')
})
