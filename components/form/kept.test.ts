// What a form keeps over a log-out: what was typed, for the same user only, and never a secret.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { describeFields, field } from '../../lib/model/fields.ts'
import { keptText, readKept } from './kept.ts'

const meta = { help: 'h', section: 's' }
const fields = describeFields(
  z.strictObject({
    label: field(z.string(), { ...meta, label: 'Label', kind: 'text' }),
    on: field(z.boolean(), { ...meta, label: 'On', kind: 'checkbox' }),
    key: field(z.string(), { ...meta, label: 'Key', kind: 'secret' }),
  }),
)
const edits = { label: 'web', on: true, key: 'hidden' }

test('what was typed comes back, a secret does not', () => {
  const text = keptText({ user: 'anna', edits }, fields)
  assert.ok(text && !text.includes('hidden'))
  assert.deepEqual(readKept(text, 'anna', fields), { label: 'web', on: true })
})

test('nobody else gets it, and a field that is gone is left out', () => {
  const text = keptText({ user: 'anna', edits }, fields)
  assert.deepEqual(readKept(text, 'bert', fields), {})
  assert.deepEqual(readKept(text, 'anna', fields.slice(1)), { on: true })
})

test('nothing typed, nothing kept', () => {
  assert.equal(keptText({ user: 'anna', edits: {} }, fields), null)
  assert.equal(keptText({ user: 'anna', edits: { key: 'hidden' } }, fields), null)
  assert.deepEqual(readKept(null, 'anna', fields), {})
})
