// What a job has come to, and what waits, in words.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change, Job } from '../../lib/protocol/console.ts'
import type { Progress } from '../../lib/protocol/messages.ts'
import { endOf, isRunning, standsRefused, stepsOf } from './job.ts'
import { extentOf, whoAndWhen } from './words.ts'

const job = (progress: Job['progress'], failure: string | null = null): Job => ({
  id: '1',
  title: 'Reload HAProxy',
  author: 'anna',
  startedAt: 1000,
  progress,
  failure,
})
const plan: Progress = { type: 'plan', steps: [{ do: 'write' }, { do: 'switch' }] }
const applied: Progress = { type: 'applied', generation: 42, readBack: [] }
const conflict: Progress = { type: 'conflict', generation: 43 }
const change = (more: Partial<Change>): Change => ({
  area: 'layer7',
  item: 'a',
  change: 'modified',
  label: 'PACS-WEB',
  kind: 'virtual-service',
  fields: ['Ports'],
  by: 'anna',
  at: 500,
  ...more,
})
const waiting = (...changes: Change[]) => ({ areas: ['layer7' as const], changes, problems: [] })

test('steps tick off as they are told', () => {
  const running = job([
    plan,
    { type: 'step', index: 0, state: 'doing' },
    { type: 'step', index: 0, state: 'done' },
  ])
  assert.deepEqual(
    stepsOf(running).map((s) => s.state),
    ['done', 'todo'],
  )
  assert.ok(isRunning(running))
  assert.equal(isRunning(job([plan, applied])), false)
  assert.equal(isRunning(job([plan], 'the agent went away')), false)
  assert.equal(isRunning(null), false)
  assert.equal(endOf(job([plan, applied]))?.type, 'applied')
})

test('a refusal stands until somebody saves something newer', () => {
  assert.ok(standsRefused(job([conflict]), waiting(change({ at: 900 }))))
  assert.equal(standsRefused(job([conflict]), waiting(change({ at: 1100 }))), false)
  assert.equal(standsRefused(job([plan, applied]), waiting()), false)
  assert.ok(standsRefused(job([], 'the agent does not answer'), waiting()))
  assert.equal(standsRefused(job([conflict]), waiting()), false)
  const bare = { type: 'plan' as const, steps: [{ do: 'reload' as const, unit: 'haproxy' as const }] }
  const failed = { type: 'reverted' as const, reason: 'why', restored: true, differences: [] }
  assert.ok(standsRefused(job([bare, failed]), waiting()))
})

test('the box says who and how old', () => {
  const now = 39 * 60_000 + 500
  assert.equal(
    whoAndWhen([change({}), change({ by: 'joao', at: now })], now),
    'anna and joao, oldest 39 min ago',
  )
  assert.equal(whoAndWhen([change({})], now), 'anna, 39 min ago')
  assert.equal(whoAndWhen([change({ by: '', at: null })], now), '')
  assert.equal(extentOf(change({ fields: ['a', 'b'] })), ' (2 fields)')
  assert.equal(extentOf(change({ change: 'new' })), '')
})
