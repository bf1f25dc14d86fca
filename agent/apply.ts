// The one life cycle: what every commit and every operation goes through, step by step as planned.
import type { z } from 'zod'
import { roomOf } from '../lib/areas/index.ts'
import { keepingItems, planCommit, upgradeAll, withDocuments } from '../lib/areas/plan.ts'
import type { Document } from '../lib/model/document.ts'
import { problem } from '../lib/model/errors.ts'
import { type Step, UNIT_TITLES, type UnitName } from '../lib/model/step.ts'
import type { operations, Progress } from '../lib/protocol/messages.ts'
import type { Pending } from './confirm.ts'
import { isConfigured, mainFile } from './digests.ts'
import { type Generation, nextNumber, numberOf, readGeneration } from './generations.ts'
import { messageOf, say } from './log.ts'
import { Undertaking, type Work } from './undertaking.ts'

type CommitInput = z.output<typeof operations.commit.input>
type OperateInput = z.output<typeof operations.operate.input>

/** Commits the documents on the generation they were planned on. Every way it can go ends in one last message; it throws for faults of its own only. */
export async function* commit(work: Work, input: CommitInput): AsyncGenerator<Progress> {
  const { places, machine } = work
  const waiting = work.confirm.pending()
  if (waiting) return yield unconfirmed(waiting)
  const base = readGeneration(places, numberOf(places, 'current'))
  if (input.base !== base.number) return yield { type: 'conflict', generation: base.number }
  const facts = machine.facts()
  facts.catch(() => {}) // told where they are awaited, which a fault may keep us from
  const given = upgradeAll(withDocuments(base.documents, input.documents.filter(isCommitted)))
  const documents = keepingItems(given, base.documents)
  const plan = planCommit(base.files, documents, await facts, work.render)
  if (plan.problems.some((p) => p.level === 'error'))
    return yield { type: 'problems', problems: plan.problems }
  const next: Generation = {
    number: nextNumber(places),
    at: Date.now(),
    author: input.author,
    documents,
    files: plan.files,
  }
  const steps = input.unattended ? plan.steps.filter((s) => s.do !== 'arm-undo') : plan.steps
  yield* follow(work, steps, base, next)
}

/** What came in between would be undone with it. */
const unconfirmed = ({ areas }: Pending): Progress => {
  const what = areas.map((a) => roomOf(a).title).join(', ')
  return { type: 'problems', problems: [problem('UNCONFIRMED', { area: areas[0] ?? 'front' }, { what })] }
}

/** What lives beside the generations is set by an operation of its own. */
const isCommitted = (d: Document): boolean => !roomOf(d.area).apart

/** Reloads or restarts what is applied; the generation stays. */
export async function* operate(work: Work, input: OperateInput): AsyncGenerator<Progress> {
  const generation = readGeneration(work.places, numberOf(work.places, 'current'))
  if (isConfigured(input.unit) && !mainFile(generation.files, input.unit))
    return yield nothingToRun(input.unit)
  const steps: Step[] = [{ do: input.do, unit: input.unit }, { do: 'read-back' }]
  yield* follow(work, steps, generation, generation)
}

const nothingToRun = (unit: UnitName): Progress => ({
  type: 'refused',
  unit,
  file: null,
  line: `Nothing is applied that ${UNIT_TITLES[unit]} could run.`,
  lineNumber: null,
  origin: null,
})

/** Does the steps. Before `switch` a failure leaves everything as it was; after it everything is turned back. */
async function* follow(
  work: Work,
  steps: Step[],
  base: Generation,
  next: Generation,
): AsyncGenerator<Progress> {
  const run = new Undertaking(work, steps, base, next)
  yield { type: 'plan', steps }
  for (const [index, step] of steps.entries()) {
    yield { type: 'step', index, state: 'doing' }
    try {
      await run.do(step)
      await work.afterStep(step, index)
    } catch (error) {
      say(`generation ${next.number}, step ${JSON.stringify(step)}: ${messageOf(error)}`)
      return yield await run.takeBack(error)
    }
    yield { type: 'step', index, state: 'done' }
  }
  yield { type: 'applied', generation: next.number, readBack: run.sentences }
}
