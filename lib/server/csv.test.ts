// CSV: quoting, and cells that spreadsheets would take for formulas.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cell, csvLine } from './csv.ts'

test('commas, quotes and line ends are quoted, everything else stands as it is', () => {
  assert.equal(
    csvLine(['a b', 'a,b', 'say "x"', 'two\nlines', '', 12]),
    'a b,"a,b","say ""x""","two\nlines",,12\r\n',
  )
})

test('what begins like a formula is text; numbers stay numbers', () => {
  assert.deepEqual(['=1+1', '+1', '-1', '@x', '\tx', '=a,"b"', 'a=1', -1].map(cell), [
    "'=1+1",
    "'+1",
    "'-1",
    "'@x",
    "'\tx",
    `"'=a,""b"""`,
    'a=1',
    '-1',
  ])
})
