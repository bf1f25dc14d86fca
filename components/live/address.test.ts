// Where login leads: never to another host.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeTarget } from './address.ts'

test('login leads back to a path of this console', () => {
  assert.equal(safeTarget('/lbadmin/maintenance/passwords'), '/lbadmin/maintenance/passwords')
  assert.equal(safeTarget('/maintenance/passwords?a=1'), '/lbadmin/maintenance/passwords?a=1')
  assert.equal(safeTarget('/'), '/lbadmin/')
})

test('login never leads to another host', () => {
  for (const to of [
    undefined,
    '',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/ /evil',
    'javascript:1',
  ])
    assert.equal(safeTarget(to), '/lbadmin/')
})
