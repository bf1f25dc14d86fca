// Look at the machine about once a second, and tell watchers what changed.
import { hostname } from 'node:os'
import { AREAS, canonical, type Document, documentDigest } from '../lib/model/document.ts'
import type { Difference, Raw, Row, UnitState } from '../lib/model/observed.ts'
import type { Layer4Status } from '../lib/protocol/layer4.ts'
import type { Snapshot, WatchMessage } from '../lib/protocol/messages.ts'
import { type Generation, numberOf, readGeneration } from './generations.ts'
import { messageOf, say } from './log.ts'
import type { Machine } from './machine.ts'
import { namesIn, type ServerNames } from './names.ts'
import type { Places } from './places.ts'
import { observeAll, observeSome } from './rules.ts'
import type { Standing, StatesSet } from './set-states.ts'
import { cpuTaken, pause } from './verbs/run.ts'

export type Watcher = (message: WatchMessage) => void

/** HAProxy tells "since" in whole seconds, so the same moment comes out differently from look to look. */
const SAME_MOMENT = 2000

/** Addresses, listeners and web servers change seldom and cost most: they are looked at every so many looks. */
const SLOW_PARTS = 3
/** In milliseconds. */
const OLDEST_WHILE_BUSY = 1000
/** Sentences of one correction, and of all there is to say. */
const MOST_TOLD = 3
const MOST_NOTICES = 8

export interface WatchOptions {
  places: Places
  machine: Machine
  notices: string[]
  /** Called with the rows of every look at a machine that nobody is changing; answers the id of the newest change. */
  record: (rows: readonly Row[], at: number) => number | undefined
  /** What waits to be confirmed, or was undone. */
  confirmation: () => Snapshot['confirmation']
  /** What hinders that, in sentences. */
  trouble: () => readonly string[]
  /** Whether a commit or operation is under way: what it is changing is no difference. */
  busy: () => boolean
  /** Called when servers are not drained, halted or online as they were set; answers what it changed, in sentences. */
  correct: () => Promise<readonly string[]>
  every: number
}

/** A pause is so many times what the look took of a core, but no longer: facts are to be younger than two seconds. */
const PAUSES_PER_LOOK = 25
const LONGEST_PAUSE = 1600

/** Looks at thousands of servers come a little later, so that the machine's cores are there for its traffic. All in ms. */
export const pauseFor = (every: number, taken: number): number =>
  Math.max(every, Math.min(PAUSES_PER_LOOK * taken, LONGEST_PAUSE))

export class Watch {
  private readonly options: WatchOptions
  private readonly watchers = new Set<Watcher>()
  private latest: Snapshot | null = null
  /** The rows of the latest look as the rooms gave them. */
  private fresh: Row[] = []
  private generation: Generation | null = null
  /** Of its documents; they take longer than all the rest of a look. */
  private digests: Snapshot['digests'] = {}
  private names: ServerNames = new Map()
  private raw: Raw | null = null
  /** Rows seen apart from the looks, until a look begins after them. */
  private readonly apart = new Map<string, { row: Row; at: number }>()
  private correcting = false
  private looking: Promise<void> = Promise.resolve()
  private ended = false

  constructor(options: WatchOptions) {
    this.options = options
  }

  /** The newest look. Throws when there was none yet. */
  snapshot(): Snapshot {
    if (!this.latest) throw new Error('The agent has not seen the machine yet.')
    return this.latest
  }

  /** The watcher gets a snapshot at once. Returns what ends it. */
  add(watcher: Watcher): () => void {
    watcher(this.snapshot())
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Looks now; while a look is under way, after it once more. `seen`: what somebody else just saw of the machine. */
  look(seen?: Raw): Promise<void> {
    this.looking = this.looking
      .then(() => this.lookOnce(seen))
      .catch((error) => say(`look: ${messageOf(error)}`))
    return this.looking
  }

  /**
   * Looks for ever, and has something done before each look. A commit looks by itself as soon as it has done what
   * it does: until then nobody holds it up, if it does not take too long.
   */
  async run(before: () => Promise<void> = async () => {}): Promise<void> {
    while (!this.ended) {
      const taken = cpuTaken()
      await before().catch((error) => say(`before a look: ${messageOf(error)}`))
      if (!this.options.busy() || Date.now() - (this.latest?.at ?? 0) > OLDEST_WHILE_BUSY) await this.look()
      await pause(pauseFor(this.options.every, cpuTaken() - taken))
    }
  }

  /** Resolves when nothing is under way any more. */
  async end(): Promise<void> {
    this.ended = true
    await this.looking
  }

  /** What is applied, and where its servers stand in HAProxy. */
  standing(): Standing {
    const { documents, files } = this.currentGeneration()
    return { names: this.names, documents, files }
  }

  /** Layer 4 as the newest look saw it. */
  layer4(): Layer4Status {
    return { at: this.raw?.at ?? Date.now(), layer4: this.raw?.layer4 ?? null }
  }

  /** Tells at once what was read back of some services, without a look at all the others. */
  saw({ outcome, seen }: StatesSet): void {
    const before = this.latest
    const generation = this.withStates(outcome.document)
    if (!before || !this.raw) return
    const at = Date.now()
    const raw = { ...this.raw, at }
    if (seen?.haproxy) raw.haproxy = seen.haproxy
    if (seen?.layer4) raw.layer4 = seen.layer4
    const fresh = seen ? observeSome(generation, seen.services, raw) : []
    for (const row of fresh) this.apart.set(row.key, { row, at })
    const keyed = new Map(fresh.map((r) => [r.key, r]))
    const rows = before.rows.map((r) => keyed.get(r.key) ?? r)
    this.latest = { ...before, digests: this.digests, rows }
    // Nothing else is compared: with 10,000 servers that would take longer than all the rest.
    for (const watcher of this.watchers)
      watcher({ type: 'look', at: before.at, rows: fresh, digests: this.digests })
  }

  private withStates(states: Document): Generation {
    const { documents, ...rest } = this.currentGeneration()
    this.generation = { ...rest, documents: { ...documents, [states.area]: states } }
    this.digests = { ...this.digests, [states.area]: documentDigest(states) }
    return this.generation
  }

  private async lookOnce(given?: Raw): Promise<void> {
    const { machine, busy } = this.options
    const wasBusy = busy()
    const before = this.currentGeneration()
    const began = given?.at ?? Date.now()
    const raw = given ?? (await machine.look(before.files, wasBusy ? 0 : SLOW_PARTS * this.options.every))
    const generation = this.generation?.number === before.number ? this.generation : before
    // Between the two a commit may have begun, and the daemons are its business until it ends. Or servers were drained.
    const settled = !wasBusy && !busy() && generation === before
    const units = settled ? machine.supervise(generation.files, raw) : (this.latest?.units ?? [])
    const seen = observeAll(generation.documents, generation.files, raw)
    const differences = settled ? seen.differences : (this.latest?.differences ?? [])
    this.raw = raw
    this.publish(raw.at, generation, this.newest(seen.rows, began), units, differences, settled)
    if (settled && differences.some((d) => d.area === 'server-state')) void this.correct()
  }

  /** What was seen apart after the look had begun is newer than what the look saw. */
  private newest(rows: Row[], began: number): Row[] {
    for (const [key, { at }] of this.apart) if (at < began) this.apart.delete(key)
    return this.apart.size ? rows.map((r) => this.apart.get(r.key)?.row ?? r) : rows
  }

  /** Servers are as they were set, not as another hand left them; what was changed back stays to be read. */
  private async correct(): Promise<void> {
    if (this.correcting) return
    this.correcting = true
    const { correct, notices } = this.options
    try {
      const told = await correct()
      for (const notice of told) say(notice)
      const before = notices.filter((n) => !told.includes(n))
      notices.splice(0, notices.length, ...[...told.slice(0, MOST_TOLD), ...before].slice(0, MOST_NOTICES))
    } catch (error) {
      say(`server states: ${messageOf(error)}`)
    }
    this.correcting = false
  }

  /** During a commit `current` may already be the new one: what was kept is what people see until it ends. */
  private currentGeneration(): Generation {
    const number = numberOf(this.options.places, this.options.busy() ? 'kept' : 'current')
    if (this.generation?.number === number) return this.generation
    this.generation = readGeneration(this.options.places, number)
    const { documents } = this.generation
    this.names = namesIn(documents.layer7)
    this.digests = Object.fromEntries(AREAS.map((area) => [area, documentDigest(documents[area])]))
    return this.generation
  }

  private publish(
    at: number,
    generation: Generation,
    fresh: Row[],
    units: UnitState[],
    differences: Difference[],
    settled: boolean,
  ): void {
    const rows = steady(this.latest?.rows ?? [], fresh, this.fresh)
    this.fresh = fresh
    const changed = settled ? this.options.record(rows, at) : this.latest?.changed
    this.tell(this.latest, {
      type: 'snapshot',
      at,
      appliance: { hostname: hostname(), role: 'Primary', activity: 'Active', link: false },
      generation: generation.number,
      digests: this.digests,
      rows,
      units,
      differences,
      notices: [...this.options.trouble(), ...this.options.notices],
      confirmation: this.options.confirmation(),
      ...(changed === undefined ? {} : { changed }),
    })
  }

  private tell(before: Snapshot | null, now: Snapshot): void {
    this.latest = now
    if (!before) return
    const message = changes(before, now)
    for (const watcher of this.watchers) watcher(message)
  }
}

/**
 * The rows with the former moment where it is the same, and the former row itself where all is the same.
 * `freshBefore`: what `before` was made of; the rooms give the same row again where nothing changed.
 */
export function steady(before: Row[], fresh: readonly Row[], freshBefore: readonly Row[] = []): Row[] {
  if (sameRows(fresh, freshBefore) && before.length === fresh.length) return before
  const former = formerRows(before, fresh)
  return fresh.map((row, i) => {
    const was = former(row, i)
    if (!was || was === row) return row
    return row === freshBefore[i] && was === before[i] ? was : steadyRow(was, row)
  })
}

function steadyRow(was: Row, row: Row): Row {
  const sameMoment =
    was.state === row.state &&
    was.since !== null &&
    row.since !== null &&
    Math.abs(was.since - row.since) <= SAME_MOMENT
  const now = sameMoment ? { ...row, since: was.since } : row
  return sameRow(now, was) ? was : now
}

/** Whether they are the very same objects in the same order. */
const sameRows = (a: readonly Row[], b: readonly Row[]): boolean =>
  a === b || (a.length === b.length && a.every((row, i) => row === b[i]))

/** Rows are flat, and rooms make every row of a kind with the same fields. */
const sameRow = (a: Row, b: Row): boolean =>
  a.row === b.row && Object.keys(a).every((key) => a[key as keyof Row] === b[key as keyof Row])

/** Nearly always a row stands where it stood before; only otherwise all are gone through. */
function formerRows(before: readonly Row[], now: readonly Row[]): (row: Row, at: number) => Row | undefined {
  const inPlace = now.length === before.length && now.every((row, i) => sameKey(row, before[i]))
  if (inPlace) return (_, at) => before[at]
  const byKey = new Map(before.map((row) => [row.key, row]))
  return (row) => byKey.get(row.key)
}

const sameKey = (a: Row, b: Row | undefined): boolean => a === b || a.key === b?.key

function rowChanges(before: readonly Row[], now: readonly Row[]): { rows: Row[]; gone: string[] } {
  if (before === now) return { rows: [], gone: [] }
  const former = formerRows(before, now)
  const remaining = formerRows(now, before)
  return {
    rows: now.filter((row, i) => former(row, i) !== row),
    gone: before.filter((row, i) => !remaining(row, i)).map((row) => row.key),
  }
}

/** What differs between two looks. Rows that are as they were are the same objects (`steady`). */
export function changes(before: Snapshot, now: Snapshot): WatchMessage {
  const { rows, gone } = rowChanges(before.rows, now.rows)
  const changed = <K extends keyof Snapshot>(key: K) =>
    canonical(before[key]) === canonical(now[key]) ? {} : { [key]: now[key] }
  return {
    type: 'look',
    at: now.at,
    ...(rows.length ? { rows } : {}),
    ...(gone.length ? { gone } : {}),
    ...changed('units'),
    ...changed('differences'),
    ...changed('generation'),
    ...changed('digests'),
    ...changed('notices'),
    ...changed('confirmation'),
    ...(now.changed === before.changed ? {} : { changed: now.changed }),
  }
}
