// The audit trail as its page shows it: what stands in the agent's file, beside what the console itself stored.
import { z } from 'zod'
import { type AuditCheck, type AuditEntry, type AuditLine, auditQuery, fitsQuery } from '../model/audit.ts'
import { canonical } from '../model/document.ts'
import type { AuditRow, AuditState, AuditView } from '../protocol/audit.ts'
import { AgentAway, ask } from './agent.ts'
import { type Taken, takenNow } from './audit-hand-over.ts'
import { entriesWhere } from './audit-rows.ts'
import { naming, thingOf } from './audit-things.ts'
import { db } from './db.ts'
import { agentState } from './live.ts'

const PAGE = 100
const MOST = 1000

const number = z.coerce.number().int().optional()
const asked = auditQuery.extend({
  from: number,
  to: number,
  /** Line and id that the page before ended with. */
  before: z
    .string()
    .regex(/^\d+\.\d+$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(MOST).default(PAGE),
})
export type AuditAsked = z.infer<typeof asked>

/** The query of an address, or null when it is none. */
export function auditAskedIn(parameters: URLSearchParams): AuditAsked | null {
  const given = [...parameters].filter(([name, value]) => name !== 'format' && value !== '')
  const result = asked.safeParse(Object.fromEntries(given))
  return result.success ? withoutUndefined(result.data) : null
}

/** A page of it. Without the agent it is what the console stored, unchecked. */
export async function auditPage(wanted: AuditAsked): Promise<AuditView> {
  const { users, actions } = await choices()
  const [taken, page, names] = await Promise.all([takenNow(), rowsOf(wanted), naming()])
  const waiting = await db().audit.count({ where: { id: { gt: taken.upTo } } })
  const rows = page.rows.map((row) => ({ ...row, thing: thingOf(row, names) }))
  return { rows, next: page.next, check: page.check, waiting, users, actions }
}

type Bare = Omit<AuditRow, 'thing'>
interface Page {
  rows: Bare[]
  next: string | null
  check: Pick<AuditCheck, 'lines' | 'faults'> | null
}

/** The rows of a page, and what the check found. */
export async function rowsOf(wanted: AuditAsked): Promise<Page> {
  const taken = await takenNow()
  // One that is known to be silent is not waited for.
  if (!agentState().answering) return stored(wanted, taken)
  try {
    return await checked(wanted, taken)
  } catch (e) {
    if (!(e instanceof AgentAway)) throw e
    return stored(wanted, taken)
  }
}

const placeIn = (before: string | undefined): { n?: number; id: number } => {
  if (before === undefined) return { id: Number.MAX_SAFE_INTEGER }
  const [n = 0, id = 0] = before.split('.').map(Number)
  return { n, id }
}

/** What the file says, line by line; what it lacks and should have stands where it belongs. */
async function checked(wanted: AuditAsked, { origin, upTo }: Taken): Promise<Page> {
  const { before, limit, ...query } = wanted
  const place = placeIn(before)
  const file = await ask('audit-read', {
    ...query,
    limit,
    ...(place.n === undefined ? {} : { before: place.n }),
  })
  const { lines, faults, present } = file.check
  const own = file.entries.filter((e) => e.origin === origin)
  const others = file.entries.filter((e) => e.origin !== origin)
  const end = file.more ? Math.min(place.id, ...own.map((e) => e.id)) : 0
  const gaps = gapsIn(present[origin] ?? [], end + 1, place.id - 1)
  const absent = (await inRanges(gaps)).filter(fitsQuery(query))
  const known = new Map(
    (await entriesWhere({ id: { in: own.map((e) => e.id) } }, MOST)).map((e) => [e.id, e]),
  )
  const rows = [
    ...own.map((line) => rowOf(line, known.get(line.id), file.check)),
    ...absent.map((e) => bare(e, e.id > upTo ? 'waiting' : 'missing')),
  ].sort((a, b) => b.id - a.id)
  const last = file.entries.at(-1)
  const next = file.more && last ? `${last.n}.${end}` : null
  const foreign = others.map((line) => ({ ...bare(entryOf(line), 'unknown'), n: line.n }))
  return { rows: [...rows, ...foreign], next, check: { lines, faults } }
}

function rowOf(line: AuditLine, stored: AuditEntry | undefined, { faults }: AuditCheck): Bare {
  const entry = entryOf(line)
  const fault = faults.find(
    ({ what, from, to }) => what !== 'missing' && (from ?? 0) <= line.n && line.n <= (to ?? 0),
  )
  if (!stored) return { ...bare(entry, 'unknown'), n: line.n }
  const differs = canonical(stored) !== canonical(entry)
  if (differs || fault?.what === 'changed') return { ...bare(stored, 'changed'), n: line.n, file: entry }
  return { ...bare(stored, fault ? 'moved' : 'kept'), n: line.n }
}

const bare = (entry: AuditEntry, state: AuditState): Bare => ({ ...entry, n: null, state, file: null })

function entryOf(line: AuditLine): AuditEntry {
  const { n: _, origin: __, prev: ___, hash: ____, ...entry } = line
  return entry
}

type Range = [number, number]

/** What lies between `from` and `to` and in none of the ranges. */
export function gapsIn(ranges: readonly Range[], from: number, to: number): Range[] {
  const gaps: Range[] = []
  let next = from
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (first > next) gaps.push([next, Math.min(first - 1, to)])
    next = Math.max(next, last + 1)
  }
  if (next <= to) gaps.push([next, to])
  return gaps.filter(([first, last]) => first <= last)
}

const inRanges = (gaps: readonly Range[]): Promise<AuditEntry[]> =>
  entriesWhere({ OR: gaps.slice(-100).map(([gte, lte]) => ({ id: { gte, lte } })) }, MOST)

/** Without the agent: nothing of it is checked. */
async function stored({ before, limit, ...query }: AuditAsked, { upTo }: Taken): Promise<Page> {
  const fits = fitsQuery(query)
  const rows: Bare[] = []
  for (let { id } = placeIn(before); ; ) {
    const some = await entriesWhere({ id: { lt: id } }, MOST)
    for (const entry of some.filter(fits)) {
      if (rows.length === limit) return { rows, next: `0.${rows.at(-1)?.id ?? 0}`, check: null }
      rows.push(bare(entry, entry.id > upTo ? 'waiting' : 'unchecked'))
    }
    if (some.length < MOST) return { rows, next: null, check: null }
    id = some.at(-1)?.id ?? 0
  }
}

/** Everybody and every action that stands in it. */
async function choices(): Promise<Pick<AuditView, 'users' | 'actions'>> {
  const [users, actions] = await Promise.all([
    db().audit.findMany({ distinct: ['user'], select: { user: true }, orderBy: { user: 'asc' }, take: 200 }),
    db().audit.findMany({ distinct: ['action'], select: { action: true }, orderBy: { action: 'asc' } }),
  ])
  return { users: users.map((u) => u.user), actions: actions.map((a) => a.action) }
}

const withoutUndefined = (given: AuditAsked): AuditAsked => ({
  ...Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined)),
  limit: given.limit,
})
