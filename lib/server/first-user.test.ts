// The program that makes the first user, run as set-up runs it.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { db } from './db.ts'
import { GOOD_PASSWORD, temporaryPlaces } from './testing/state.ts'

temporaryPlaces()
const run = (password: string) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'lib/server/first-user.ts'], {
    input: `${password}\n`,
    encoding: 'utf8',
  })

test('LG-01, LG-02, LG-03: a weak password is refused, a good one makes the user, and nothing changes him again', async () => {
  const weak = run('loadbalancer')
  assert.equal(weak.status, 2)
  assert.match(weak.stderr, /too easy to guess/)
  assert.equal(await db().user.count(), 0)
  assert.equal(run(GOOD_PASSWORD).status, 0)
  const user = await db().user.findFirstOrThrow()
  assert.equal(user.name, 'loadbalancer')
  assert.match(user.passwordHash, /^\$argon2id\$/)
  assert.equal(run('another long phrase 9').status, 3)
  assert.deepEqual(await db().user.findFirstOrThrow(), user)
})
