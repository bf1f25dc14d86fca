// The history of states: every change of a row is recorded, kept for 90 days, and found again.
import { z } from 'zod'
import {
  changesOf,
  type Known,
  type KnownRows,
  nameOf,
  rowState,
  type StateChange,
  stateChange,
} from '../lib/model/changes.ts'
import type { Row } from '../lib/model/observed.ts'
import { STATE_WORDS } from '../lib/model/states.ts'
import type { Input, Output } from '../lib/protocol/messages.ts'
import { messageOf, say } from './log.ts'
import { appendLines, daysIn, deleteDay, linesBackward, linesFrom } from './verbs/day-files.ts'
import { textOf, writeWhole } from './verbs/files.ts'

const DAY = 86_400_000
const DAYS_KEPT = 90
/** What is remembered of rows is written this often where only states changed: the entries themselves tell the rest. */
const REMEMBER_EVERY = 60_000

/** Up to where the files are taken in, and every row as it was then: state, since, whether it has an alarm. */
const memory = z.strictObject({
  day: z.string(),
  size: z.int(),
  rows: z.record(z.string(), z.tuple([rowState, z.number().nullable(), z.boolean()])),
})

export type Query = Input<'state-changes'>

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
/** Entries are only written whole; what a killed agent left unfinished is no JSON. */
function entryIn(line: string): StateChange | null {
  try {
    return JSON.parse(line) as StateChange
  } catch {
    return null
  }
}

export class History {
  /** Id of the newest entry; undefined while there is none. */
  newest: number | undefined
  /** Why nothing can be recorded now, as a sentence; empty when it can. */
  trouble = ''
  private readonly folder: string
  private known: KnownRows = new Map()
  private place = { day: '', size: 0 }
  private remembered = 0
  /** The rows as they were last recorded, when nothing of them can change by time alone. */
  private settled: readonly Row[] | null = null

  private constructor(folder: string) {
    this.folder = folder
  }

  /** The folder must exist. */
  static async open(folder: string): Promise<History> {
    const history = new History(folder)
    history.deleteOld(Date.now())
    history.recall()
    const { changes } = await history.find({ limit: 1 })
    history.newest = changes[0]?.id
    return history
  }

  private get file(): string {
    return `${this.folder}/rows.json`
  }

  /** What was remembered, and what was recorded after that. */
  private recall(): void {
    const text = textOf(this.file)
    const last = text === null ? null : memory.parse(JSON.parse(text))
    const known = new Map<string, Known>(
      Object.entries(last?.rows ?? {}).map(([key, [state, since, red]]) => [key, { state, since, red }]),
    )
    const place = last ?? { day: '', size: 0 }
    for (const day of daysIn(this.folder).filter((d) => d >= place.day))
      for (const line of linesFrom(this.folder, day, day === place.day ? place.size : 0)) {
        const entry = entryIn(line)
        const red = entry?.event ? entry.event === 'red' : (known.get(entry?.key ?? '')?.red ?? false)
        if (entry) known.set(entry.key, { state: entry.to, since: entry.at, red })
      }
    this.known = known
    this.place = place
  }

  /** Records what changed; what could not be written is tried again with the next rows. */
  record(rows: readonly Row[], at: number): StateChange[] {
    if (rows === this.settled) return []
    const { changes, next, waiting } = changesOf(this.known, rows, at)
    const entries = changes.map((change, i): StateChange => ({ id: this.nextId(at) + i, ...change }))
    try {
      this.write(entries, next, at)
      this.trouble = ''
      this.settled = waiting ? null : rows
      return entries
    } catch (error) {
      const trouble = `Changes of state cannot be recorded. ${messageOf(error)}`
      if (trouble !== this.trouble) say(trouble)
      this.trouble = trouble
      return this.known === next ? entries : [] // recorded, and only what is remembered of rows was not
    }
  }

  private nextId = (at: number): number => Math.max((this.newest ?? 0) + 1, at)

  private write(entries: readonly StateChange[], next: KnownRows, at: number): void {
    const sameRows = next.size === this.known.size && [...next.keys()].every((key) => this.known.has(key))
    const [first] = entries
    if (first) {
      const day = dayOf(first.id)
      const size = appendLines(
        this.folder,
        day,
        entries.map((entry) => JSON.stringify(entry)),
      )
      if (day !== this.place.day) this.deleteOld(at)
      this.place = { day, size }
      this.newest = entries.at(-1)?.id
    }
    this.known = next
    if (!sameRows || (first && at - this.remembered > REMEMBER_EVERY)) this.remember(at)
  }

  /** Writes down what is known of every row. */
  remember(at = Date.now()): void {
    const rows = Object.fromEntries([...this.known].map(([k, v]) => [k, [v.state, v.since, v.red]]))
    writeWhole(this.file, JSON.stringify({ ...this.place, rows }), 0o600)
    this.remembered = at
  }

  private deleteOld(now: number): void {
    const oldest = dayOf(now - DAYS_KEPT * DAY)
    for (const day of daysIn(this.folder)) if (day < oldest) deleteDay(this.folder, day)
  }

  /** Entries that fit, newest first. */
  async find({ limit, ...query }: Query): Promise<Output<'state-changes'>> {
    const fits = filterOf(query)
    const oldest = dayOf(query.from ?? 0)
    const youngest = query.before === undefined ? '9' : dayOf(query.before)
    const found: StateChange[] = []
    const days = daysIn(this.folder).filter((day) => day >= oldest && day <= youngest)
    for (const day of days.reverse())
      for await (const lines of linesBackward(this.folder, day))
        for (const line of lines) {
          const entry = entryIn(line)
          if (!entry || !fits(entry)) continue
          if (found.length === limit) return { changes: found, more: true }
          if (stateChange.safeParse(entry).success) found.push(entry)
        }
    return { changes: found, more: false }
  }
}

function filterOf({ before, text, key, from, to }: Omit<Query, 'limit'>): (entry: StateChange) => boolean {
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return (entry) =>
    (before === undefined || entry.id < before) &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at <= to) &&
    (key === undefined || entry.key === key || entry.key.startsWith(`${key}/`)) &&
    hasAll(entry, words)
}

function hasAll(entry: StateChange, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = textIn(entry)
  return words.every((word) => text.includes(word))
}

/** All that people read of an entry, in small letters. */
const textIn = (entry: StateChange): string =>
  [
    nameOf(entry),
    STATE_WORDS[entry.from],
    STATE_WORDS[entry.to],
    entry.reason,
    new Date(entry.at).toISOString().slice(0, 19).replace('T', ' '),
  ]
    .join('\n')
    .toLowerCase()
