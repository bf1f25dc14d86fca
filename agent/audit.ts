// The audit trail as the agent keeps it: files only root can write, each line chained to the one before, checked on reading.
import { z } from 'zod'
import {
  type AuditCheck,
  type AuditEntry,
  type AuditLine,
  auditEntry,
  fitsQuery,
} from '../lib/model/audit.ts'
import { canonical } from '../lib/model/document.ts'
import type { Input, Output } from '../lib/protocol/messages.ts'
import { addLine, BEGINNING, checkRuns, isIntact, lineIn, linked, type Run } from './audit-chain.ts'
import { say } from './log.ts'
import {
  appendLines,
  cutUnfinished,
  daysIn,
  linesBackward,
  linesForward,
  linesFrom,
  stampOf,
} from './verbs/day-files.ts'
import { textOf, writeWhole } from './verbs/files.ts'

/** The last entry, and how large its file was with it. */
const headOf = z.strictObject({
  n: z.int(),
  hash: z.string(),
  day: z.string(),
  size: z.int(),
  /** Last id by origin. */
  ids: z.record(z.string(), z.int()),
})
type Head = z.infer<typeof headOf>

const NOTHING: Head = { n: 0, hash: BEGINNING, day: '', size: 0, ids: {} }

/** What a walk over a day's file found. */
interface Walk {
  stamp: string
  runs: Run[]
  lines: number
}

export class Audit {
  private readonly folder: string
  private readonly file: string
  private head: Head
  /** What a walk over each day found, for as long as nobody writes to it. */
  private readonly walked = new Map<string, Walk>()
  /** Walks and appends follow each other. */
  private last: Promise<unknown> = Promise.resolve()

  /** The folder must exist. `file` holds what is remembered of the last entry. */
  constructor(folder: string, file: string) {
    this.folder = folder
    this.file = file
    const text = textOf(file)
    this.head = text === null ? NOTHING : headOf.parse(JSON.parse(text))
    this.takeIn()
  }

  /** What a killed agent left unfinished is cut off; what it appended and could not remember is taken in. */
  private takeIn(): void {
    for (const day of daysIn(this.folder).filter((d) => d >= this.head.day)) {
      cutUnfinished(this.folder, day)
      let size = day === this.head.day ? this.head.size : 0
      for (const text of linesFrom(this.folder, day, size)) {
        const line = lineIn(text)
        if (!line || !isIntact(line, text) || line.prev !== this.head.hash) break
        size += Buffer.byteLength(text) + 1
        this.head = { n: line.n, hash: line.hash, day, size, ids: this.withId(line) }
      }
    }
  }

  private withId = ({ origin, id }: Pick<AuditLine, 'origin' | 'id'>) => ({ ...this.head.ids, [origin]: id })

  append = (input: Input<'audit-append'>): Promise<Output<'audit-append'>> =>
    this.inTurn(async () => {
      const { origin } = input
      const entries = input.entries.map((e) => auditEntry.parse(e)).sort((a, b) => a.id - b.id)
      const known = this.head.ids[origin] ?? 0
      const differs = await this.differing(
        origin,
        entries.filter((e) => e.id <= known),
      )
      const fresh = entries.filter((e) => e.id > known)
      if (differs === null && fresh.length) this.write(origin, fresh)
      return { upTo: this.head.ids[origin] ?? 0, differs }
    })

  private write(origin: string, entries: readonly AuditEntry[]): void {
    let { n, hash } = this.head
    const lines = entries.map((entry) => {
      const line = linked(entry, origin, ++n, hash)
      hash = line.hash
      return line.text
    })
    const today = new Date().toISOString().slice(0, 10)
    const [, day = today] = [today, this.head.day].sort() // a clock that went back changes no order
    const walk = this.walked.get(day)
    const isKnown = walk?.stamp === stampOf(this.folder, day)
    const size = appendLines(this.folder, day, lines)
    if (walk && isKnown) this.goOn(walk, day, lines)
    this.head = { n, hash, day, size, ids: this.withId({ origin, id: entries.at(-1)?.id ?? 0 }) }
    writeWhole(this.file, JSON.stringify(this.head), 0o600)
  }

  /** What the agent itself appended to a file that nobody touched needs no second walk over the rest. */
  private goOn(walk: Walk, day: string, lines: readonly string[]): void {
    for (const text of lines) addLine(walk.runs, day, ++walk.lines, text)
    walk.stamp = stampOf(this.folder, day)
  }

  /** Id of the first of these that stands in the file with other words: then their database is not the one it was. */
  private async differing(origin: string, entries: readonly AuditEntry[]): Promise<number | null> {
    const given = new Map(entries.map((e) => [e.id, e]))
    const lowest = Math.min(...given.keys())
    for await (const line of this.backward()) {
      if (line.origin !== origin) continue
      if (line.id < lowest) break
      const entry = given.get(line.id)
      if (entry && canonical(entry) !== canonical(entryOf(line))) return line.id
    }
    return null
  }

  /** Entries that fit, newest first, and what the check of every line found. */
  read = ({ before, limit, ...query }: Input<'audit-read'>): Promise<Output<'audit-read'>> =>
    this.inTurn(async () => {
      const fits = fitsQuery(query)
      const entries: AuditLine[] = []
      for await (const line of this.backward()) {
        if ((before !== undefined && line.n >= before) || !fits(line)) continue
        if (entries.length === limit) return { entries, more: true, check: await this.check() }
        entries.push(line)
      }
      return { entries, more: false, check: await this.check() }
    })

  /** Every line that can be read, the last first. */
  private async *backward(): AsyncGenerator<AuditLine> {
    for (const day of daysIn(this.folder).reverse())
      for await (const lines of linesBackward(this.folder, day))
        for (const text of lines) {
          const line = lineIn(text)
          if (line) yield line
        }
  }

  private async check(): Promise<AuditCheck> {
    const runs: Run[] = []
    for (const day of daysIn(this.folder)) runs.push(...(await this.runsOf(day)))
    return checkRuns(runs, this.head)
  }

  private async runsOf(day: string): Promise<Run[]> {
    const stamp = stampOf(this.folder, day)
    const known = this.walked.get(day)
    if (known?.stamp === stamp) return known.runs
    const walk: Walk = { stamp, runs: [], lines: 0 }
    for await (const lines of linesForward(this.folder, day))
      for (const text of lines) addLine(walk.runs, day, ++walk.lines, text)
    this.walked.set(day, walk)
    return walk.runs
  }

  private inTurn<T>(doing: () => Promise<T>): Promise<T> {
    const mine = this.last.then(doing, doing)
    this.last = mine.catch((error) => say(`the audit trail: ${error}`))
    return mine
  }
}

function entryOf(line: AuditLine): AuditEntry {
  const { n: _, origin: __, prev: ___, hash: ____, ...entry } = line
  return entry
}
