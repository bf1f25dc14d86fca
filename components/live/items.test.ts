// Two fetches of one area that overlap: nobody is given an older answer than the newest question's.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ItemsSent } from '../../lib/protocol/items.ts'
import { ItemsStore } from './items.ts'

const fetched = globalThis.fetch
after(() => {
  globalThis.fetch = fetched
})

const answer = (label: string): ItemsSent => ({
  area: 'notifications',
  edition: 1,
  generation: 1,
  items: [
    {
      ...{ id: 'x', kind: 'mail', parent: 'notifications', position: 0, rev: 1, data: {} },
      label,
    },
  ],
  applied: null,
  problems: [],
  facts: null,
})

/** Answers the calls in turn, each after its milliseconds; one that is aborted fails as a browser's does. */
function answering(...answers: [label: string, ms: number][]): void {
  globalThis.fetch = (_, init) =>
    new Promise((resolve, reject) => {
      const [label, ms] = answers.shift() ?? ['none', 0]
      setTimeout(() => resolve(Response.json(answer(label))), ms)
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
    })
}

test('who asked first gets the newer answer when a later question ended the first', async () => {
  answering(['older', 20], ['newer', 40])
  const store = new ItemsStore()
  const first = store.load('notifications')
  const second = store.load('notifications')
  assert.deepEqual(
    [await first, await second].map(({ view }) => view?.items[0]?.label),
    ['newer', 'newer'],
  )
})
