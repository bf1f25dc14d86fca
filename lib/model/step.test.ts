// Steps and their consequence, and the fields a form reads from a schema.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { ERRORS, problem } from './errors.ts'
import { describeFields, field, isShown } from './fields.ts'
import { consequenceOf, worst } from './step.ts'

test('the worst consequence counts', () => {
  assert.equal(worst([]), 'none')
  assert.equal(worst(['runtime', 'reload', 'none']), 'reload')
  assert.equal(worst(['restart', 'failover']), 'failover')
})

test('each step disturbs as much as it says', () => {
  assert.deepEqual(
    (['reload', 'restart', 'stop', 'check'] as const).map((d) => consequenceOf({ do: d, unit: 'haproxy' })),
    ['reload', 'restart', 'restart', 'none'],
  )
  assert.equal(consequenceOf({ do: 'add-address', address: '10.0.0.1', interface: 'eth0' }), 'runtime')
  assert.equal(consequenceOf({ do: 'switch' }), 'none')
})

const words = { label: 'L', help: 'H', kind: 'text', section: 'S' } as const

test('a form reads order, defaults and what is required from the schema', () => {
  const shared = z.string()
  const fields = describeFields(
    z.strictObject({
      b: field(shared, words),
      a: field(z.number().default(5), { ...words, label: 'Other', showWhen: [{ field: 'b', in: ['x'] }] }),
      c: field(shared, { ...words, label: 'Third' }),
    }),
  )
  assert.deepEqual(
    fields.map((f) => [f.name, f.label, f.default, f.required]),
    [
      ['b', 'L', undefined, true],
      ['a', 'Other', 5, false],
      ['c', 'Third', undefined, true],
    ],
  )
  const [, conditional] = fields
  assert.ok(conditional && isShown(conditional, { b: 'x' }) && !isShown(conditional, { b: 'y' }))
  assert.throws(() => describeFields(z.strictObject({ bare: z.string() })), /bare/)
})

test('every finding has its sentence, filled in', () => {
  const values = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? `<${name}>` : undefined) })
  for (const code of Object.keys(ERRORS) as (keyof typeof ERRORS)[]) {
    const { message, level } = problem(code, { area: 'layer7' }, values)
    assert.ok(!message.includes('undefined') && message.length > 4, code)
    assert.ok(['error', 'warning'].includes(level))
  }
})
