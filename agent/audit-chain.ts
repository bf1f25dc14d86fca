// The chain of the audit trail: each line holds the hash of the one before. What a walk over the file finds broken, and where.
import { createHash } from 'node:crypto'
import {
  type AuditCheck,
  type AuditEntry,
  type AuditFault,
  type AuditLine,
  auditLine,
} from '../lib/model/audit.ts'

/** The hash before the first line. */
export const BEGINNING = '0'.repeat(64)

type Unhashed = Omit<AuditLine, 'hash'>

/** Over all of the line but the hash itself, as it is written. */
const hashOf = (line: Unhashed): string => createHash('sha256').update(written(line)).digest('hex')

/** One order of names, so that reading and writing it again gives the same bytes. */
const written = ({
  n,
  origin,
  id,
  at,
  user,
  address,
  action,
  area,
  item,
  before,
  after,
  result,
  prev,
}: Unhashed) =>
  JSON.stringify({ n, origin, id, at, user, address, action, area, item, before, after, result, prev })

/** The line that follows `prev`, and its text. */
export function linked(
  entry: AuditEntry,
  origin: string,
  n: number,
  prev: string,
): { text: string; hash: string } {
  const line = { ...entry, n, origin, prev }
  const hash = hashOf(line)
  return { text: `${written(line).slice(0, -1)},"hash":"${hash}"}`, hash }
}

/** The line as it says; null for what is none. */
export function lineIn(text: string): AuditLine | null {
  try {
    return auditLine.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Whether its hash fits it, to the byte. */
export const isIntact = (line: AuditLine, text: string): boolean => {
  const { hash, ...rest } = line
  return hashOf(rest) === hash && text === `${written(rest).slice(0, -1)},"hash":"${hash}"}`
}

/** Lines that follow each other without a fault; a broken line is one by itself, with `bad`. */
export interface Run {
  bad?: 'changed' | 'unreadable'
  /** Where it begins, and where it ends. */
  day: string
  line: number
  end: { day: string; line: number }
  /** Numbers of the first and the last line; null where it does not say. */
  from: number | null
  to: number | null
  prev: string
  hash: string
  ids: { origin: string; from: number; to: number }[]
}

/** Takes in one more line of a day. */
export function addLine(runs: Run[], day: string, number: number, text: string): void {
  const line = lineIn(text)
  const last = runs.at(-1)
  const place = { day, line: number, end: { day, line: number } }
  if (!line || !isIntact(line, text)) {
    const n = line?.n ?? null
    const ids = line ? [{ origin: line.origin, from: line.id, to: line.id }] : []
    const what = line ? 'changed' : 'unreadable'
    runs.push({ bad: what, ...place, from: n, to: n, prev: '', hash: line?.hash ?? '', ids })
  } else if (last && !last.bad && last.to !== null && line.n === last.to + 1 && line.prev === last.hash) {
    last.to = line.n
    last.hash = line.hash
    last.end = place.end
    addId(last.ids, line)
  } else {
    const { n, prev, hash, origin, id } = line
    runs.push({ ...place, from: n, to: n, prev, hash, ids: [{ origin, from: id, to: id }] })
  }
}

function addId(ids: Run['ids'], { origin, id }: AuditLine): void {
  const last = ids.at(-1)
  if (last?.origin === origin && last.to + 1 === id) last.to = id
  else ids.push({ origin, from: id, to: id })
}

/** What the agent wrote last, as it remembers it apart from the file. */
export interface Head {
  n: number
  hash: string
}

const FAULTS_TOLD = 100

/** What is broken in the runs of all days, in their order. */
export function checkRuns(given: readonly Run[], head: Head): AuditCheck {
  const runs = joined(numbered(given))
  const kept = inOrder(runs)
  const faults = [
    ...runs.flatMap((run) => (run.bad ? [faultAt(run.bad, run)] : [])),
    ...misplaced(runs, kept),
    ...unlinked(kept, head),
    ...runs.flatMap((run) =>
      (run.to ?? 0) > head.n ? [faultAt('foreign', lastOf(run, Math.max(run.from ?? 0, head.n + 1)))] : [],
    ),
    ...missing(runs, head.n),
  ].sort((a, b) => (a.from ?? 0) - (b.from ?? 0))
  return { lines: head.n, faults: faults.slice(0, FAULTS_TOLD), present: presentIn(runs) }
}

const faultAt = (what: AuditFault['what'], { from, to, day, line }: Run): AuditFault => ({
  what,
  from,
  to,
  day,
  line,
})

/** Its lines from this number on. */
const lastOf = (run: Run, from: number | null): Run => ({
  ...run,
  ...run.end,
  line: run.end.line - ((run.to ?? 0) - (from ?? 0)),
  from,
})

/** A line that says nothing any more is known by its neighbours. */
const numbered = (runs: readonly Run[]): Run[] =>
  runs.map((run, i) => {
    const [before, after] = [runs[i - 1]?.to, runs[i + 1]?.from]
    const n =
      before == null ? (after === 2 ? 1 : null) : after === before + 2 || after == null ? before + 1 : null
    return run.from === null && n !== null ? { ...run, from: n, to: n } : run
  })

/** Days end without a break. */
function joined(runs: readonly Run[]): Run[] {
  const all: Run[] = []
  for (const run of runs) {
    const last = all.at(-1)
    const follows = last && !last.bad && !run.bad && run.from === (last.to ?? 0) + 1 && run.prev === last.hash
    if (follows)
      all[all.length - 1] = {
        ...last,
        to: run.to,
        hash: run.hash,
        end: run.end,
        ids: [...last.ids, ...run.ids],
      }
    else all.push(run)
  }
  return all
}

const sizeOf = (run: Run): number => (run.to ?? 0) - (run.from ?? 0) + 1

/** The runs that stand in the order of their numbers: the most lines that do. */
function inOrder(runs: readonly Run[]): Run[] {
  const counted = runs.filter((run) => run.from !== null)
  const best: { weight: number; before: number }[] = []
  for (const [i, run] of counted.entries()) {
    let before = -1
    for (let j = 0; j < i; j++)
      if ((counted[j]?.to ?? 0) < (run.from ?? 0) && (best[j]?.weight ?? 0) > (best[before]?.weight ?? 0))
        before = j
    best.push({ weight: (best[before]?.weight ?? 0) + sizeOf(run), before })
  }
  let at = best.reduce(
    (most, b, i) => (b.weight > (best[most]?.weight ?? 0) ? i : most),
    best.length ? 0 : -1,
  )
  const kept: Run[] = []
  for (; at >= 0; at = best[at]?.before ?? -1) kept.unshift(counted[at] as Run)
  return kept
}

function misplaced(runs: readonly Run[], kept: readonly Run[]): AuditFault[] {
  const covers = (n: number) => kept.some((k) => (k.from ?? 0) <= n && n <= (k.to ?? 0))
  return runs
    .filter((run) => run.from !== null && !kept.includes(run))
    .map((run) => faultAt(covers(run.from ?? 0) ? 'repeated' : 'moved', run))
}

/** A line that was written anew, with a hash that fits it, does not fit what the next one, or the agent, knows of it. */
function unlinked(kept: readonly Run[], head: Head): AuditFault[] {
  const told = [
    ...kept.slice(1).map((next) => ({ n: next.from, prev: next.prev, bad: next.bad })),
    { n: head.n + 1, prev: head.hash, bad: undefined },
  ]
  return kept.flatMap((run, i) => {
    const next = told[i]
    const follows = next && !next.bad && next.n === (run.to ?? 0) + 1
    return follows && !run.bad && next.prev !== run.hash ? [faultAt('changed', lastOf(run, run.to))] : []
  })
}

/** Numbers up to the last one that stand nowhere. */
function missing(runs: readonly Run[], last: number): AuditFault[] {
  const spans = runs.flatMap((r) =>
    r.from === null || r.to === null ? [] : [{ from: r.from, to: r.to, run: r }],
  )
  spans.sort((a, b) => a.from - b.from)
  const faults: AuditFault[] = []
  let next = 1
  for (const { from, to, run } of spans) {
    if (from > next) faults.push({ what: 'missing', from: next, to: from - 1, day: run.day, line: run.line })
    next = Math.max(next, to + 1)
  }
  if (next <= last) faults.push({ what: 'missing', from: next, to: last, day: '', line: 0 })
  return faults
}

function presentIn(runs: readonly Run[]): AuditCheck['present'] {
  const present: AuditCheck['present'] = {}
  for (const { origin, from, to } of runs.flatMap((run) => run.ids)) {
    const ranges = present[origin] ?? []
    present[origin] = ranges
    const last = ranges.at(-1)
    if (last && last[1] + 1 === from) last[1] = to
    else ranges.push([from, to])
  }
  return present
}
