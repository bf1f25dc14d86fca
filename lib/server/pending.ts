// What waits for a commit: the desired documents beside the applied ones, item by item. Derived, never stored.
import { changesBetween } from '../areas/changes.ts'
import { changedAreas } from '../areas/plan.ts'
import { offlineServers, stateIn } from '../areas/server-state/states.ts'
import { AREAS, canonical, type Documents } from '../model/document.ts'
import type { Change, Pending } from '../protocol/console.ts'
import { appliedOrLast, documentsOf, factsOrLast } from './applied.ts'
import { deleters } from './audit.ts'
import { publish } from './bus.ts'
import { db } from './db.ts'
import { desiredDocuments, storedNow } from './documents.ts'
import { problemsOf } from './problems.ts'
import { shared } from './shared.ts'

type Touched = ReadonlyMap<string, { by: string; at: number }>

/** Every item that differs, in words. `touched`: who saved or deleted it last, by item id. */
export const changesOf = (desired: Documents, applied: Documents, touched: Touched): Change[] =>
  changesBetween(applied, desired).map((found) => {
    const who = touched.get(found.item)
    const change = { ...found, by: who?.by ?? '', at: who?.at ?? null }
    return change.area === 'server-state' ? stateChange(change, desired, applied) : change
  })

/** Told by the server's own name, and by what is to be done with it. */
function stateChange(change: Change, desired: Documents, applied: Documents): Change {
  const state = stateIn(offlineServers(desired['server-state']), change.label)
  const server = [desired.layer4, desired.layer7, applied.layer4, applied.layer7]
    .flatMap((d) => d.items)
    .find((i) => i.id === change.label)
  const label = server?.label ?? change.label
  return { ...change, label, kind: 'Real Server', deed: DEEDS[state], fields: [] }
}

const DEEDS = { online: 'Online', drained: 'Drain', halted: 'Halt' } as const

export const NOTHING: Pending = { areas: [], changes: [], problems: [] }
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
  const problems = facts ? [...problemsOf(desired, facts)] : []
  if (!applied) return { areas: [], changes: [], problems }
  const before = documentsOf(applied)
  const changes = changesOf(desired, before, await touchedBy(before))
  return { areas: changedAreas(desired, before), changes, problems }
}

async function touchedBy(applied: Documents): Promise<Touched> {
  const saved = (await storedNow()).rows
  const known = new Set(saved.map((r) => r.item.id))
  const gone = AREAS.flatMap((area) => applied[area].items.map((i) => i.id)).filter((id) => !known.has(id))
  const touched = new Map(saved.map((r) => [r.item.id, { by: r.savedBy, at: r.savedAt.getTime() }]))
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
