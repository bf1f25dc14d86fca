// Changes that can cut off who makes them: kept only if somebody says so in time, else undone, whoever is killed in between.
//
// The undo is on the disk before anything is touched. One atomic rename decides: pending -> kept or pending -> undoing.
// What comes after it is done again by whoever finds it half done.
import { join } from 'node:path'
import { z } from 'zod'
import { listenersIn } from '../lib/areas/listeners.ts'
import { changedAreas } from '../lib/areas/plan.ts'
import { areaName } from '../lib/model/document.ts'
import { CONFIRM_WITHIN } from '../lib/model/within.ts'
import type { Confirmation, KeepOutcome } from '../lib/protocol/confirm.ts'
import { digestOfUnit } from './digests.ts'
import { type Generation, numberOf, point, setAside } from './generations.ts'
import type { Places } from './places.ts'
import { bootId, uptime } from './verbs/clock.ts'
import { moveFile, removeFile, textOf, writeWhole } from './verbs/files.ts'

const record = z.strictObject({
  id: z.string(),
  /** Generations: what it goes back to, and what is to be confirmed. */
  from: z.int(),
  to: z.int(),
  bootId: z.string(),
  /** On the machine's uptime, in seconds; `until` is the same moment for people, ms since 1970. */
  deadline: z.number(),
  until: z.number(),
  areas: z.array(areaName),
  author: z.string(),
  /** What a connection must bring along to count as one over the new way; null: any does. */
  proof: z.string().nullable(),
  console: z.strictObject({ addresses: z.array(z.string()), port: z.int() }).nullable(),
})
export type Pending = z.infer<typeof record>

/** What a change to be confirmed is made of, besides its generations. */
export type Change = Pick<Pending, 'areas' | 'author' | 'proof' | 'console'>

type State = 'pending' | 'kept' | 'undoing' | 'undone'

/** Time for a change to be applied before the deadline counts, in seconds. */
const TO_APPLY = 120

export class Confirm {
  private readonly places: Places
  private readonly within: number

  /** `within`: seconds, other than usual in tests. */
  constructor(places: Places, within = CONFIRM_WITHIN) {
    this.places = places
    this.within = within
  }

  /** What waits to be confirmed; null where nothing does. */
  pending = (): Pending | null => this.read('pending')

  /** Before anything is touched: from now on it is undone unless it is confirmed. */
  arm(from: Generation, to: Generation, change: Change): void {
    removeFile(this.file('undone'))
    const id = `${to.number}-${bootId().slice(0, 8)}-${Date.now().toString(36)}`
    this.write({ id, from: from.number, to: to.number, ...change, bootId: bootId(), ...this.after(TO_APPLY) })
  }

  /** It is applied: the time runs from here. */
  begin(): void {
    const pending = this.pending()
    if (pending) this.write({ ...pending, ...this.after(this.within) })
  }

  /** It was taken back by itself, or never came to be. */
  disarm = (): void => removeFile(this.file('pending'))

  /** Somebody came over the new way and says that it stays. */
  keep(id: string, over: string): KeepOutcome {
    const pending = this.pending()
    if (!pending || pending.id !== id || isOver(pending)) return 'gone'
    if (pending.proof !== null && pending.proof !== over) return 'other-way'
    return this.move('pending', 'kept') ? 'kept' : 'gone'
  }

  isDue(grace = 0): boolean {
    const pending = this.pending()
    return pending !== null && isOver(pending, grace)
  }

  /** Turns the links back; null where somebody confirmed, or another did this. The daemons are the caller's, then `undone`. */
  undo(): Pending | null {
    return this.take() ? this.putBack() : null
  }

  /** Whoever takes it undoes it; nobody can confirm it any more. */
  take = (): boolean => this.move('pending', 'undoing')

  /** At the agent's start: what a former one left. Null where the links stay as they are. */
  resume(): Pending | null {
    if (this.read('undoing')) return this.putBack()
    const pending = this.pending()
    if (!pending) return null
    if (numberOf(this.places, 'current') === pending.to) return isOver(pending) ? this.undo() : null
    this.disarm()
    return null
  }

  /** After that: a change that was cut short before its time began is now either applied, and it begins, or taken back. */
  settled(): void {
    if (this.pending()?.to === numberOf(this.places, 'current')) this.begin()
    else this.disarm()
  }

  undone = (): void => void this.move('undoing', 'undone')

  /** What people are told: what waits, or the last that was undone; not before what serves them was turned back too. */
  told(): Confirmation | null {
    const waiting = this.pending() ?? this.read('undoing')
    const found = waiting ?? this.read('undone')
    if (!found) return null
    const { id, until, areas, author, console } = found
    return { id, state: waiting ? 'waiting' : 'undone', until, areas, author, console }
  }

  private putBack(): Pending | null {
    const undoing = this.read('undoing')
    if (!undoing) return null
    const { from, to } = undoing
    if (numberOf(this.places, 'current') !== to) return undoing // half of it was done before
    point(this.places, 'kept', from)
    point(this.places, 'current', from)
    setAside(this.places, to)
    return undoing
  }

  private after(seconds: number): Pick<Pending, 'deadline' | 'until'> {
    return { deadline: uptime() + seconds, until: Date.now() + 1000 * seconds }
  }

  private file = (state: State): string => join(this.places.confirm, `${state}.json`)

  private write = (pending: Pending): void => writeWhole(this.file('pending'), JSON.stringify(pending), 0o600)

  private read(state: State): Pending | null {
    const text = textOf(this.file(state))
    return text === null ? null : record.parse(JSON.parse(text))
  }

  /** Only one of all who try succeeds. */
  private move = (from: State, to: State): boolean => moveFile(this.file(from), this.file(to))
}

/** After another start of the machine its time is over too: nobody was there to confirm. */
const isOver = (pending: Pending, grace = 0): boolean =>
  pending.bootId !== bootId() || uptime() >= pending.deadline + grace

/** The change from one generation to the next, as it is to be confirmed: over the web server that has the new configuration. */
export function changeOf(from: Generation, to: Generation): Change {
  const [listener] = listenersIn(to.documents, 'front')
  return {
    areas: changedAreas(from.documents, to.documents),
    author: to.author,
    proof: digestOfUnit(to.files, 'front'),
    console: listener ? { addresses: listener.addresses, port: listener.port } : null,
  }
}
