// The meter beside a new password.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strengthOf } from './strength.ts'

test('length and variety make a password stronger', () => {
  assert.deepEqual(
    [
      '',
      'short',
      'aaaaaaaaaaaaaaaa',
      'onlyletters',
      'twelveletter',
      'correct horse',
      'correct-Horse 42 staple',
    ].map(strengthOf),
    [0, 1, 1, 1, 2, 3, 4],
  )
})
