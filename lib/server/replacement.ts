// Roll back and import: another whole configuration beside the saved and the running one, shown as a plan, then applied.
import { changesBetween } from '../areas/changes.ts'
import { kindOf, roomOf } from '../areas/index.ts'
import { changedAreas, withDocuments } from '../areas/plan.ts'
import {
  AREAS,
  type AreaName,
  canonical,
  type Document,
  type Documents,
  digestOf,
} from '../model/document.ts'
import { describeFields } from '../model/fields.ts'
import type { Problem } from '../model/problem.ts'
import type { ActionResult, PlanView } from '../protocol/console.ts'
import type { FileProblem, Replacement } from '../protocol/history.ts'
import { appliedNow, documentsOf, factsNow } from './applied.ts'
import { type Author, record } from './audit.ts'
import { mayCommit, startCommitOf } from './commit.ts'
import { db, transaction } from './db.ts'
import { desiredDocuments, itemRows } from './documents.ts'
import { itemsChanged } from './editions.ts'
import { computePending, refreshPending } from './pending.ts'
import { seenNow, viewOf } from './plan.ts'
import { replaceDocuments } from './replace.ts'

/** Areas that stay as they are whatever is rolled back or imported: who drained what is nobody's setting. */
const KEPT: readonly string[] = ['server-state']
export const replaceable: readonly AreaName[] = AREAS.filter((area) => !KEPT.includes(area))

/** The saved configuration with these documents in the place of its own. */
const targetOf = (desired: Documents, documents: readonly Document[]): Documents =>
  withDocuments(
    desired,
    documents.filter((d) => replaceable.includes(d.area) && !lacksListener(d)),
  )

/** From before the appliance had said where its own web servers listen: they are not taken away by it. */
const lacksListener = ({ area, items }: Document): boolean =>
  items.length === 0 && roomOf(area).kinds.some((k) => k.name === 'listener')

/** What it would do if these documents took the place of the saved ones. Throws `AgentAway`. */
export async function replacementOf(documents: readonly Document[]): Promise<Replacement> {
  const [applied, facts, desired, pending, rows] = await Promise.all([
    appliedNow(true),
    factsNow(),
    desiredDocuments(),
    computePending(true),
    itemRows(db()),
  ])
  const target = targetOf(desired, documents)
  const running = documentsOf(applied)
  const differing = (other: Documents) => changedAreas(target, other).filter((a) => replaceable.includes(a))
  const areas = differing(running)
  const changes = changesBetween(running, target)
    .filter((c) => replaceable.includes(c.area))
    .map((c) => ({ ...c, by: '', at: null }))
  const plan = areas.length
    ? viewOf(applied, facts, target, areas, changes, seenNow())
    : unchanged(applied.generation)
  return {
    plan,
    problems: plan.problems.map((p) => placed(p, Object.values(target))),
    waiting: pending.changes.filter((c) => replaceable.includes(c.area)),
    drafts: rows.filter((r) => r.draft).map((r) => r.label),
    changes: areas.length > 0 || differing(desired).length > 0,
    seen: digestOf(canonical([applied.generation, ...replaceable.map((a) => [desired[a], target[a]])])),
  }
}

/** A problem's place in the words of the documents it was found in: label and field. */
export function placed({ path, message, level }: Problem, documents: readonly Document[]): FileProblem {
  const item = documents.find((d) => d.area === path.area)?.items.find((i) => i.id === path.item)
  const kind = item && kindOf(path.area, item.kind)
  const field = kind && describeFields(kind.schema).find((f) => f.name === path.field)
  const where = [item?.label ?? roomOf(path.area).title, field?.label ?? path.field].filter(Boolean)
  return { where: where.join(', '), message, level }
}

/** It runs already: only what is saved would change. */
const unchanged = (base: number): PlanView => ({
  ...{ base, problems: [], changes: [], files: [], steps: [] },
  consequence: 'none',
  sentences: ['What runs stays as it is: only what is saved changes.'],
})

export interface Deed {
  /** Of the job, and for the audit trail: Roll back to commit 7. */
  title: string
  action: 'roll-back' | 'import'
  /** Begins a refusal: Not rolled back. */
  no: string
}

/** Does what was shown as `seen`: all of it in one transaction, then its commit. Whatever changed since is a refusal. */
export async function replaceAs(
  author: Author,
  deed: Deed,
  documents: readonly Document[],
  seen: string,
): Promise<ActionResult<{ job: string | null }>> {
  const refuse = (why: string) => ({ ok: false as const, message: `${deed.no}. ${why}` })
  const busy = mayCommit()
  if (busy) return refuse(busy)
  const shown = await replacementOf(documents)
  if (shown.seen !== seen)
    return refuse('Somebody saved or committed meanwhile. Look at the plan again, then decide.')
  if (!shown.changes) return refuse('Nothing would change.')
  if (shown.plan.problems.some((p) => p.level === 'error')) return refuse('The plan names what stops it.')
  const areas = await transaction(async (tx) => {
    const replaced = await replaceDocuments(tx, author, targetOf(await desiredDocuments(tx), documents))
    await record(tx, author, { action: deed.action, after: { title: deed.title, areas: replaced } })
    return replaced
  })
  areas.forEach(itemsChanged)
  await refreshPending()
  if (shown.plan.steps.length === 0) return { ok: true, job: null }
  const started = startCommitOf(deed.title, author, replaceable)
  return started.ok
    ? started
    : { ok: false, message: `Saved, and not applied: ${started.message.replace(/^Not applied\. /, '')}` }
}
