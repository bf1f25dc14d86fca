// The life cycle on a machine that only remembers: order, refusal, way back, fifty generations. Needs no root.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { renderAll } from '../lib/areas/plan.ts'
import type { Step } from '../lib/model/step.ts'
import { isEnd } from '../lib/protocol/is-end.ts'
import type { Progress } from '../lib/protocol/messages.ts'
import { commit, operate } from './apply.ts'
import { recover } from './boot.ts'
import { Confirm } from './confirm.ts'
import { numberOf, point, readGeneration } from './generations.ts'
import { takeLock } from './lock.ts'
import { Refusal } from './machine.ts'
import { placesFrom, preparePlaces } from './places.ts'
import { listener } from './testing/documents.ts'
import type { Work } from './undertaking.ts'
import { FakeMachine } from './verbs/fake.ts'

let work: Work
let machine: FakeMachine
let steps: Step[]

beforeEach(() => {
  const places = placesFrom({
    FULCRUM_STATE: mkdtempSync('/tmp/fulcrum-fake-'),
    FULCRUM_RUN: mkdtempSync('/tmp/fulcrum-fake-run-'),
  })
  preparePlaces(places)
  for (const name of ['console-key', 'console-certificate'])
    writeFileSync(join(places.secrets, name), `secret ${name}`)
  machine = new FakeMachine()
  steps = []
  work = {
    places,
    machine,
    patience: 300,
    render: renderAll,
    afterStep: (step) => void steps.push(step),
    confirm: new Confirm(places),
  }
})

afterEach(() => {
  rmSync(work.places.state, { recursive: true })
  rmSync(work.places.run, { recursive: true })
})

async function all(messages: AsyncIterable<Progress>): Promise<Progress[]> {
  const heard: Progress[] = []
  for await (const message of messages) heard.push(message)
  return heard
}

const commitPort = (port: number) =>
  all(
    commit(work, {
      base: numberOf(work.places, 'current'),
      documents: [listener('fallback', '127.0.0.1', port)],
      author: 'test',
    }),
  )

test('does the plan’s own steps in their order, and tells each', async () => {
  const messages = await commitPort(9081)
  const [plan] = messages
  assert.ok(plan?.type === 'plan')
  assert.deepEqual(steps, plan.steps)
  assert.deepEqual(
    steps.map((s) => s.do),
    ['write', 'check', 'switch', 'reload', 'read-back', 'keep'],
  )
  assert.equal(messages.filter(isEnd).length, 1)
  assert.equal(messages.at(-1)?.type, 'applied')
  assert.deepEqual(machine.done, ['check fallback', 'reload fallback'])
})

test('a refusal before the switch names the field, and leaves no trace', async () => {
  await commitPort(9081)
  const rendered = readGeneration(work.places, 1).files[0]?.content.split('\n') ?? []
  const listenLine = rendered.findIndex((line) => line.includes('listen ')) + 1
  machine.failures.set('check fallback', new Refusal('fallback', 'bad', 'fallback/nginx.conf', listenLine))
  const end = (await commitPort(9082)).at(-1)
  assert.deepEqual(end, {
    type: 'refused',
    unit: 'fallback',
    file: 'fallback/nginx.conf',
    line: 'bad',
    lineNumber: listenLine,
    origin: { area: 'fallback', item: 'fallback', field: 'addresses' },
  })
  assert.deepEqual(readdirSync(work.places.generations), ['1'])
})

test('a failure after the switch goes back, reloads, and says why', async () => {
  await commitPort(9081)
  machine.failures.set('reload fallback', new Error('it broke'))
  const end = (await commitPort(9082)).at(-1)
  assert.deepEqual(end, { type: 'reverted', reason: 'it broke', restored: true, differences: [] })
  assert.equal(numberOf(work.places, 'current'), 1)
  assert.deepEqual(machine.done.slice(-2), ['reload fallback', 'reload fallback'])
})

test('a number that was current is not given again', async () => {
  await commitPort(9081)
  machine.failures.set('reload fallback', new Error('it broke'))
  await commitPort(9082)
  const end = (await commitPort(9083)).at(-1)
  assert.ok(end?.type === 'applied')
  assert.equal(end.generation, 3)
})

test('an operation commits nothing', async () => {
  await commitPort(9081)
  const end = (await all(operate(work, { do: 'restart', unit: 'fallback', author: 'test' }))).at(-1)
  assert.ok(end?.type === 'applied')
  assert.equal(end.generation, 1)
  assert.equal(machine.done.at(-1), 'restart fallback')
})

test('the last fifty are kept', async () => {
  for (let n = 0; n < 53; n++) await commitPort(9000 + n)
  assert.equal(readdirSync(work.places.generations).length, 50)
  assert.equal(readGeneration(work.places, 53).author, 'test')
})

test('started on a generation that was never read back and cannot run: the one before', async () => {
  await commitPort(9081)
  await commitPort(9082)
  point(work.places, 'kept', 1)
  machine.running.delete('fallback')
  machine.failures.set('reload fallback', new Error('it broke'))
  const notices = await recover(work.places, machine, 300)
  assert.match(notices[0] ?? '', /taken back: the appliance stands on generation 1\..*it broke/)
  assert.equal(numberOf(work.places, 'current'), 1)
})

test('only one agent for one state directory', () => {
  const unlock = takeLock(work.places.lock)
  assert.throws(() => takeLock(work.places.lock), /Another agent/)
  unlock()
  takeLock(work.places.lock)()
  writeFileSync(work.places.lock, '999999 1\n')
  takeLock(work.places.lock)()
})

test('a run directory whose sockets would be cut is refused', () => {
  assert.throws(() => placesFrom({ FULCRUM_RUN: `/run/${'x'.repeat(60)}` }), /60 characters/)
})
