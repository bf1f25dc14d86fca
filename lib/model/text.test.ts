// Words that people type: what is kept as it is, and what is refused whatever it is for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blank, label, plainText, wholeNumber } from './text.ts'
import { clockTime } from './time.ts'

test('plain text is kept exactly, or refused', () => {
  const text = plainText(20)
  for (const kept of ['', ' a  b ', `"quotes" 'too' #;\``, 'ü 漢 🖨', '$(id) ../'])
    assert.equal(text.parse(kept), kept)
  for (const refused of [
    'a\nb',
    'a\tb',
    'a\0b',
    'a\x7fb',
    'a\u0085b',
    'a\u202eb',
    'a\u200fb',
    'a\u2066b',
    'a\u2028b',
    '\ufeffa',
    'a\ud800',
    '\udc00a',
    'a'.repeat(21),
  ])
    assert.equal(text.safeParse(refused).success, false, JSON.stringify(refused))
})

test('labels are names that HAProxy takes', () => {
  for (const kept of ['a', 'OKI-DICOM-Printer-1', 'Print_Provider', '9.a:b', 'a'.repeat(250)])
    assert.equal(label().parse(kept), kept)
  assert.equal(label().parse(' web1 '), 'web1')
  for (const refused of [
    '',
    ' ',
    '_own',
    '-a',
    '.a',
    'a b',
    'a#b',
    'a/b',
    'a\nserver x',
    'ä',
    'a\u200f',
    'a'.repeat(251),
  ])
    assert.equal(label().safeParse(refused).success, false, refused)
})

test('an empty field is no value', () => {
  const optional = blank(wholeNumber(0, 256).optional())
  for (const empty of ['', '  ', null, undefined]) assert.equal(optional.parse(empty), undefined)
  assert.equal(optional.parse('0'), 0)
  for (const refused of ['257', '-1', '1.5', 'x'])
    assert.equal(optional.safeParse(refused).success, false, refused)
})

test('times are told in UTC', () => {
  assert.equal(clockTime(Date.UTC(2026, 10, 20, 2, 13, 7, 999)), '02:13:07 UTC')
  assert.equal(clockTime(Date.UTC(2026, 10, 20, 23, 59, 59)), '23:59:59 UTC')
})
