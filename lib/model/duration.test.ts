// What counts as a span of time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { duration, millisecondsIn } from './duration.ts'

const read = (text: string) => duration().safeParse(text).data

test('a number with its unit, as HAProxy reads it', () => {
  for (const text of ['1s', '50s', '450s', '30m', '12h', '2d', '24d', '43000ms'])
    assert.equal(read(text), text)
  assert.equal(read(' 12 h '), '12h')
  assert.deepEqual(['2d', '12h', '30m', '50s', '7ms', '7'].map(millisecondsIn), [
    172_800_000,
    43_200_000,
    1_800_000,
    50_000,
    7,
    null,
  ])
})

test('a bare number, none, too short, too long, another unit: refused (X-45)', () => {
  for (const text of ['', '30', '0s', '999ms', '25d', '1.5h', '-1s', '12H', '1us', '1h30m', 'soon'])
    assert.equal(read(text), undefined, text)
})
