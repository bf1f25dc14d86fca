// The warning before a log-out: from two minutes before the earlier of the two ends, with its time and its cause.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { warningOf } from './idle.ts'

const MINUTE = 60_000
const idleAt = Date.UTC(2026, 10, 20, 2, 13, 30)
const set = { idleMinutes: 30, latestBecause: 'you logged in 12 hours ago' }

test('nobody is warned before 28 minutes without activity', () => {
  const session = { ...set, idleAt, latestAt: idleAt + 60 * MINUTE }
  assert.equal(warningOf(session, idleAt - 2 * MINUTE - 1), null)
  assert.deepEqual(warningOf(session, idleAt - 2 * MINUTE), {
    why: 'idle',
    sentence: 'You will be logged out at 02:13 UTC because nothing was done for 28 minutes.',
  })
  const shorter = warningOf({ ...session, idleMinutes: 10 }, idleAt - MINUTE)
  assert.match(shorter?.sentence ?? '', /nothing was done for 8 minutes\.$/)
})

test('the end after twelve hours has its own words, and comes first where it is earlier', () => {
  const session = { ...set, idleAt: idleAt + MINUTE, latestAt: idleAt }
  assert.deepEqual(warningOf(session, idleAt - MINUTE), {
    why: 'latest',
    sentence: 'You will be logged out at 02:13 UTC because you logged in 12 hours ago.',
  })
})
