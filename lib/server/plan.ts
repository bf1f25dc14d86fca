// The plan as people read it: what would change, line by line, what would be done, and what it does to traffic.
import { structuredPatch } from 'diff'
import { roomOf } from '../areas/index.ts'
import { type FileChange, fileChanges, type Plan, planCommit, withDocuments } from '../areas/plan.ts'
import type { AreaName, Documents } from '../model/document.ts'
import type { Facts } from '../model/facts.ts'
import type { RenderedFile } from '../model/file.ts'
import { consequenceOf, type Step, worst } from '../model/step.ts'
import type { Change, PlanView } from '../protocol/console.ts'
import type { Applied } from '../protocol/messages.ts'
import { appliedNow, documentsOf, factsNow } from './applied.ts'
import { desiredDocuments } from './documents.ts'
import { live } from './live.ts'
import { computePending } from './pending.ts'
import { consequenceSentences, persistenceSentences, type Seen, stepWords } from './words.ts'

/** Unchanged lines shown around a changed one. */
const CONTEXT = 3
/** The search for a shortest diff is given up after so many milliseconds; everybody waits for it. */
const LONGEST_DIFF = 500

type DiffLine = PlanView['files'][number]['lines'][number]

/** What a commit of these areas (none: all that wait) would do now. Throws `AgentAway`: without the agent there is no plan. */
export async function planView(areas?: readonly AreaName[]): Promise<PlanView> {
  const [applied, facts, desired, pending] = await Promise.all([
    appliedNow(),
    factsNow(),
    desiredDocuments(),
    computePending(),
  ])
  const chosen = areas ?? pending.areas
  const waiting = chosen.filter((a) => pending.areas.includes(a))
  const changes = pending.changes.filter((c) => chosen.includes(c.area))
  return viewOf(applied, facts, desired, waiting, changes, seenNow())
}

/** What a bare reload or restart of HAProxy would do now. */
export async function operationView(what: 'reload' | 'restart'): Promise<PlanView> {
  const steps: Step[] = [{ do: what, unit: 'haproxy' }, { do: 'read-back' }]
  const view = withSteps(steps, seenNow())
  return { base: (await appliedNow()).generation, problems: [], changes: [], files: [], ...view }
}

export const seenNow = (): Seen => ({ rows: [...live().rows.values()], units: live().units })

/** The same from its parts, pure. `waiting`: the areas among the chosen whose documents differ. */
export function viewOf(
  applied: Applied,
  facts: Facts,
  desired: Documents,
  waiting: readonly AreaName[],
  changes: Change[],
  seen: Seen,
): PlanView {
  const before = documentsOf(applied)
  const after = withDocuments(
    before,
    waiting.map((a) => desired[a]),
  )
  if (waiting.length === 0) return bareReload(applied.generation, seen)
  if (waiting.every((a) => roomOf(a).apart)) return atOnce(applied.generation, changes)
  const plan: Plan = planCommit(applied.files, after, facts)
  const view = withSteps(plan.steps, seen)
  const sentences = [...view.sentences, ...persistenceSentences(before, after)]
  return {
    base: applied.generation,
    problems: plan.problems,
    changes,
    files: plan.changes.map(fileView),
    ...view,
    sentences: plan.steps.length
      ? [...sentences, 'If any check refuses, nothing that runs is changed.']
      : ['This cannot be committed before what stops it is corrected.'],
  }
}

/** Drain, Halt and Online are no commit. */
const atOnce = (base: number, changes: Change[]): PlanView => ({
  base,
  problems: [],
  changes,
  files: [],
  steps: [],
  consequence: 'runtime',
  sentences: ['It is done at once: nothing restarts, and no other server is touched.'],
})

function bareReload(base: number, seen: Seen): PlanView {
  const view = withSteps([{ do: 'reload', unit: 'haproxy' }, { do: 'read-back' }], seen)
  const sentences = ['Nothing waits; HAProxy only reloads.', ...view.sentences]
  return { base, problems: [], changes: [], files: [], ...view, sentences }
}

const withSteps = (steps: readonly Step[], seen: Seen) => ({
  steps: steps.map((step) => ({ step, text: stepWords(step, seen), consequence: consequenceOf(step) })),
  consequence: worst(steps.map(consequenceOf)),
  sentences: consequenceSentences(steps, seen),
})

/** The difference between two generations' files. */
export const fileViews = (
  before: readonly RenderedFile[],
  after: readonly RenderedFile[],
): PlanView['files'] => fileChanges(before, after).map(fileView)

function fileView(change: FileChange): PlanView['files'][number] {
  const patch = structuredPatch('', '', change.before, change.after, '', '', {
    context: CONTEXT,
    timeout: LONGEST_DIFF,
  })
  if (!patch) return wholeView(change)
  const lines = patch.hunks.flatMap((hunk, i): DiffLine[] => [
    ...(i > 0 ? [{ kind: 'gap' as const, n: null, text: '' }] : []),
    ...hunkLines(hunk.lines, hunk.oldStart, hunk.newStart),
  ])
  return {
    path: change.path,
    added: lines.filter((l) => l.kind === 'add').length,
    removed: lines.filter((l) => l.kind === 'del').length,
    lines,
  }
}

/** Two long texts without much in common: only how long they are. */
const wholeView = ({ path, before, after }: FileChange): PlanView['files'][number] => ({
  path,
  added: after.split('\n').length,
  removed: before.split('\n').length,
  lines: [],
})

/** jsdiff's lines, which begin with a space, + or -, with their numbers. `\` lines only say that a file ends without a newline. */
function hunkLines(lines: readonly string[], oldStart: number, newStart: number): DiffLine[] {
  let before = oldStart
  let after = newStart
  return lines
    .filter((l) => !l.startsWith('\\'))
    .map((line): DiffLine => {
      const text = line.slice(1)
      if (line.startsWith('-')) return { kind: 'del', n: before++, text }
      if (line.startsWith('+')) return { kind: 'add', n: after++, text }
      before++
      return { kind: 'same', n: after++, text }
    })
}
