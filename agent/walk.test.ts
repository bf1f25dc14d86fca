// A random walk of 200 steps under load: edits, commits, drains, halts, onlines. The long form is `npm run bench:walk`. Needs root.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { walkInNamespace } from './testing/walk.ts'

test('SO-12 SO-13 SO-14 SO-19 CM-03: 200 random steps; after each the machine is as was meant, and no client loses anything', async () => {
  const { held, printed } = await walkInNamespace(200, process.env.FULCRUM_SEED)
  assert.ok(held, printed)
})
