// What waits for a commit: the desired documents beside the applied ones, item by item. Derived, never stored.

import { kindOf } from '../areas/index.ts'
import { changedAreas, verifyAll } from '../areas/plan.ts'
import { AREAS, type AreaName, canonical, type Documents, type Item, same } from '../model/document.ts'
import { describeFields } from '../model/fields.ts'
import type { Change, Pending } from '../protocol/console.ts'
import { appliedOrLast, documentsOf, factsOrLast } from './applied.ts'
import { deleters } from './audit.ts'
import { publish } from './bus.ts'
import { db } from './db.ts'
import { desiredDocuments, storedNow } from './documents.ts'
import { shared } from './shared.ts'
import { itemTitle } from './words.ts'

type Touched = ReadonlyMap<string, { by: string; at: number }>

/** Every item that differs, in words. `touched`: who saved or deleted it last, by item id. */
export const changesOf = (desired: Documents, applied: Documents, touched: Touched): Change[] =>
  AREAS.flatMap((area) => changesIn(area, desired[area].items, applied[area].items, touched))

function changesIn(
  area: AreaName,
  desired: readonly Item[],
  applied: readonly Item[],
  touched: Touched,
): Change[] {
  const before = new Map(applied.map((i) => [i.id, i]))
  const after = new Set(desired.map((i) => i.id))
  const changed = desired.flatMap((item): Change[] => {
    const was = before.get(item.id)
    if (was && same(was, item)) return []
    const fields = was ? differingFields(area, was, item) : []
    if (was && fields.length === 0) return []
    return [describe(area, item, was ? 'modified' : 'new', fields, touched)]
  })
  const deleted = applied.filter((i) => !after.has(i.id))
  return [...changed, ...deleted.map((i) => describe(area, i, 'deleted', [], touched))]
}

function describe(
  area: AreaName,
  item: Item,
  change: Change['change'],
  fields: string[],
  touched: Touched,
): Change {
  const who = touched.get(item.id)
  const words = { label: item.label, kind: itemTitle(area, item.kind) }
  return { area, item: item.id, change, ...words, fields, by: who?.by ?? '', at: who?.at ?? null }
}

/** Labels of the fields that differ, in the form's order. */
function differingFields(area: AreaName, a: Item, b: Item): string[] {
  const kind = kindOf(area, b.kind)
  const titles = kind ? describeFields(kind.schema) : []
  const differ = (name: string) => canonical(a.data[name] ?? null) !== canonical(b.data[name] ?? null)
  const names = [...new Set([...Object.keys(a.data), ...Object.keys(b.data)])].filter(differ)
  if (a.label !== b.label) names.push('label')
  const known = titles.filter((f) => names.includes(f.name)).map((f) => f.label)
  const unknown = names.filter((n) => !titles.some((f) => f.name === n))
  const moved = a.position !== b.position || a.parent !== b.parent ? ['Position'] : []
  return [...known, ...unknown, ...moved]
}

const NOTHING: Pending = { areas: [], changes: [], problems: [] }
interface State {
  now: Pending
  running: Promise<void> | null
  /** Asked for again while one was under way; `fresh`: with what the agent says at that moment. */
  again: boolean
  fresh: boolean
}
const state = () =>
  shared<State>('pending', () => ({ now: NOTHING, running: null, again: false, fresh: false }))

/** As last computed. */
export const pendingNow = (): Pending => state().now

/** Computes it afresh. Where the agent was never heard, nothing is known to wait; the problems are still said. */
export async function computePending(fresh = false): Promise<Pending> {
  const [desired, applied, facts] = await Promise.all([
    desiredDocuments(),
    appliedOrLast(fresh),
    factsOrLast(),
  ])
  const problems = facts ? verifyAll(desired, facts) : []
  if (!applied) return { areas: [], changes: [], problems }
  const before = documentsOf(applied)
  const changes = changesOf(desired, before, await touchedBy(before))
  return { areas: changedAreas(desired, before), changes, problems }
}

async function touchedBy(applied: Documents): Promise<Touched> {
  const saved = (await storedNow()).rows
  const known = new Set(saved.map((r) => r.id))
  const gone = AREAS.flatMap((area) => applied[area].items.map((i) => i.id)).filter((id) => !known.has(id))
  const touched = new Map(saved.map((r) => [r.id, { by: r.savedBy, at: r.savedAt.getTime() }]))
  for (const [id, who] of await deleters(db(), gone)) touched.set(id, who)
  return touched
}

/** Computes it afresh and tells everybody when it changed. Calls that come while one is under way share the next. */
export function refreshPending(fresh = false): Promise<void> {
  const s = state()
  s.again = true
  s.fresh ||= fresh
  s.running ??= run(s).finally(() => {
    s.running = null
  })
  return s.running
}

async function run(s: State): Promise<void> {
  while (s.again) {
    const fresh = s.fresh
    s.again = false
    s.fresh = false
    const next = await computePending(fresh)
    if (canonical(next) === canonical(s.now)) continue
    s.now = next
    publish({ type: 'pending', pending: next })
  }
}
