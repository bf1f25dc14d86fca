// Controls, values and checks of forms.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { describeFields, field } from '../../lib/model/fields.ts'
import { checkAll, checkField, errorsOf } from './check.ts'
import { asWords, controlsOf, defaultsOf, shownFields, toSave } from './values.ts'

const meta = { label: 'L', help: 'H', section: 'S' }
const schema = z.strictObject({
  label: field(z.string().min(1, 'Write a Label.'), { ...meta, kind: 'text' }),
  mode: field(z.enum(['a', 'b']).default('a'), {
    ...meta,
    kind: 'select',
    options: [
      { value: 'a', label: 'Mode A' },
      { value: 'b', label: 'Mode B' },
    ],
  }),
  weight: field(z.int('Write a whole number.').default(100), { ...meta, kind: 'number' }),
  extra: field(z.string().min(2, 'Two letters.').optional(), {
    ...meta,
    kind: 'text',
    showWhen: [{ field: 'mode', in: ['b'] }],
  }),
  tls: field(z.boolean().default(false), { ...meta, kind: 'checkbox' }),
})
const fields = describeFields(schema)
const item = {
  id: '1',
  kind: 'k',
  parent: 'layer7',
  label: 'V',
  position: 0,
  data: { mode: 'b', weight: 5, extra: 'xy' },
}

test('a fresh form shows the defaults, a stored item its values', () => {
  assert.deepEqual(defaultsOf(fields), { label: '', mode: 'a', weight: '100', extra: '', tls: false })
  assert.deepEqual(controlsOf(fields, item), { label: 'V', mode: 'b', weight: '5', extra: 'xy', tls: false })
})

test('numbers are saved as numbers, empty optional fields not at all', () => {
  const saved = toSave(fields, defaultsOf(fields), {
    label: 'V',
    mode: 'b',
    weight: '7',
    extra: '',
    tls: true,
  })
  assert.deepEqual(saved, { label: 'V', mode: 'b', weight: 7, extra: undefined, tls: true })
})

test('a field that is hidden keeps what it had, even when its control is wrong', () => {
  const base = controlsOf(fields, item)
  const controls = { ...base, mode: 'a', extra: 'x' }
  assert.deepEqual(
    shownFields(fields, controls).map((f) => f.name),
    ['label', 'mode', 'weight', 'tls'],
  )
  assert.equal(toSave(fields, base, controls).extra, 'xy')
  assert.deepEqual(checkAll(schema, fields, base, controls), {})
})

test('each wrong field has the schema’s own sentence', () => {
  const base = defaultsOf(fields)
  const controls = { label: '', mode: 'b', weight: 'many', extra: 'x', tls: false }
  assert.deepEqual(checkAll(schema, fields, base, controls), {
    label: 'Write a Label.',
    weight: 'Write a whole number.',
    extra: 'Two letters.',
  })
  const weight = fields.find((f) => f.name === 'weight')
  assert.ok(weight)
  assert.equal(checkField(schema, weight, controls), 'Write a whole number.')
})

test('what the console refuses goes to its field', () => {
  const refused = {
    code: 'LABEL_TAKEN',
    path: { area: 'layer7' as const, field: 'label' },
    message: 'Taken.',
    level: 'error' as const,
  }
  assert.deepEqual(errorsOf([refused]), { label: 'Taken.' })
})

test('values are shown in the words of the form', () => {
  const [label, mode, , , tls] = fields
  assert.ok(label && mode && tls)
  assert.deepEqual([asWords(mode, 'b'), asWords(tls, true), asWords(label, '')], ['Mode B', 'on', 'empty'])
})
