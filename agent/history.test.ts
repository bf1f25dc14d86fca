// What is remembered of commits, on a machine that only remembers. Needs no root.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { renderAll } from '../lib/areas/plan.ts'
import type { Progress } from '../lib/protocol/messages.ts'
import { commit } from './apply.ts'
import { recover } from './boot.ts'
import { Confirm } from './confirm.ts'
import { numberOf, point } from './generations.ts'
import { generationAnswer, recordsOf } from './history.ts'
import { placesFrom, preparePlaces } from './places.ts'
import { listener } from './testing/documents.ts'
import type { Work } from './undertaking.ts'
import { FakeMachine } from './verbs/fake.ts'

let work: Work
let machine: FakeMachine

beforeEach(() => {
  const places = placesFrom({
    FULCRUM_STATE: mkdtempSync('/tmp/fulcrum-history-'),
    FULCRUM_RUN: mkdtempSync('/tmp/fulcrum-history-run-'),
  })
  preparePlaces(places)
  for (const name of ['console-key', 'console-certificate'])
    writeFileSync(join(places.secrets, name), `secret ${name}`)
  machine = new FakeMachine()
  work = {
    places,
    machine,
    patience: 300,
    render: renderAll,
    afterStep: () => {},
    confirm: new Confirm(places),
  }
})
afterEach(() => {
  rmSync(work.places.state, { recursive: true })
  rmSync(work.places.run, { recursive: true })
})

async function commitPort(port: number, author = 'anna'): Promise<Progress | undefined> {
  const input = {
    base: numberOf(work.places, 'current'),
    documents: [listener('fallback', '127.0.0.1', port)],
    author,
  }
  let last: Progress | undefined
  for await (const message of commit(work, input)) last = message
  return last
}

test('each commit keeps who, when, what changed and what was read back; a number once given stays with it', async () => {
  const start = Date.now()
  await commitPort(9081)
  const end = await commitPort(9082, 'joao')
  assert.ok(end?.type === 'applied' && end.readBack.length > 0)
  const [second, first] = recordsOf(work.places)
  assert.deepEqual([first?.generation, first?.base, first?.changes.map((c) => c.change)], [1, 0, ['new']])
  const { at = 0, ...rest } = second ?? {}
  assert.ok(at >= start)
  assert.deepEqual(rest, {
    ...{ generation: 2, base: 1, author: 'joao', areas: ['fallback'], changed: 1 },
    changes: [
      {
        ...{ area: 'fallback', item: 'fallback', change: 'modified', label: 'fallback' },
        ...{ kind: second?.changes[0]?.kind, fields: ['Port'] },
      },
    ],
    readBack: end.readBack,
  })
})

test('a commit that was refused or turned back is not among them, and its generation cannot be had', async () => {
  await commitPort(9081)
  machine.failures.set('reload fallback', new Error('it broke'))
  assert.equal((await commitPort(9082))?.type, 'reverted')
  assert.deepEqual(
    recordsOf(work.places).map((r) => r.generation),
    [1],
  )
  assert.equal(generationAnswer(work.places, 2).applied, null)
  const first = generationAnswer(work.places, 1).applied
  assert.deepEqual([first?.generation, first?.author], [1, 'anna'])
})

test('one that the agent did not live to see is completed, and says so', async () => {
  await commitPort(9081)
  work = {
    ...work,
    afterStep: (step) => {
      if (step.do === 'read-back') throw new Error('killed here')
    },
  }
  await commitPort(9082)
  // As a killed agent leaves it: switched to, running, and never noted as read back.
  work = { ...work, afterStep: () => {} }
  await commitPort(9083)
  const newest = numberOf(work.places, 'current')
  point(work.places, 'kept', 1)
  assert.deepEqual(
    recordsOf(work.places).map((r) => r.generation),
    [1],
  )
  assert.match((await recover(work.places, machine, 300)).join(' '), /was completed/)
  const [record] = recordsOf(work.places)
  assert.equal(record?.generation, newest)
  assert.match(record?.readBack.join(' ') ?? '', /killed in between/)
})
