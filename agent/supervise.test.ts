// Starting again: when, how often, and what is said of it. The clock is the test's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delayAfter, Supervisor } from './supervise.ts'

const sight = (alive: boolean, answering = alive) => ({
  unit: 'haproxy' as const,
  wanted: true,
  alive,
  answering,
})
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('after 1, 2, 4 ... 60 seconds', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map(delayAfter),
    [1, 2, 4, 8, 16, 32, 60, 60].map((s) => s * 1000),
  )
})

test('a unit that ends again and again is started more and more slowly, with count and reason', async () => {
  const starts: number[] = []
  let now = 0
  const supervisor = new Supervisor(async () => {
    starts.push(now)
    return 'the port is taken'
  })
  for (; now <= 20_000; now += 500) {
    supervisor.see(sight(false), now)
    await settled()
  }
  assert.deepEqual(starts, [1000, 3500, 8000, 16_500])
  const state = supervisor.see(sight(false), now)
  assert.deepEqual([state.state, state.restarts, state.reason], ['failed', 4, 'the port is taken'])
})

test('one that has run for a minute is as if nothing had been', async () => {
  const supervisor = new Supervisor(async () => null)
  supervisor.see(sight(true), 0)
  supervisor.ended('haproxy', 'ended by SIGSEGV')
  supervisor.see(sight(false), 1000)
  supervisor.see(sight(false), 2000)
  await settled()
  const again = supervisor.see(sight(true), 3000)
  assert.deepEqual([again.state, again.restarts, again.reason], ['running', 1, 'HAProxy ended by SIGSEGV'])
  const later = supervisor.see(sight(true), 64_000)
  assert.deepEqual([later.restarts, later.reason], [0, ''])
})

test('one that lives and does not answer is only reported', () => {
  const starts: string[] = []
  const supervisor = new Supervisor(async (unit) => {
    starts.push(unit)
    return null
  })
  supervisor.see(sight(true), 0)
  assert.equal(supervisor.see(sight(true, false), 2000).state, 'running')
  const silent = supervisor.see(sight(true, false), 9000)
  assert.deepEqual([silent.state, silent.reason], ['silent', 'HAProxy runs, but has not answered for 9 s.'])
  assert.deepEqual(starts, [])
})

test('one that is not to run is left alone', () => {
  const supervisor = new Supervisor(() => Promise.reject(new Error('started')))
  assert.equal(supervisor.see({ ...sight(false), wanted: false }, 10_000).state, 'stopped')
})
