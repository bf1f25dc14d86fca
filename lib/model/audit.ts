// The audit trail's entries: what is written of every deed, how one is searched for, and what a check of the file can find.
import { z } from 'zod'
import { clockTime } from './time.ts'

/** One deed, as the console stored it. */
export const auditEntry = z.strictObject({
  /** The row's number in the console's database; grows. */
  id: z.int().positive(),
  /** Milliseconds since 1970. */
  at: z.number(),
  user: z.string(),
  /** From where: the client's address; empty for the appliance itself. */
  address: z.string(),
  action: z.string(),
  area: z.string().nullable(),
  item: z.string().nullable(),
  /** JSON of any shape, null where there was none. Secrets are masked before they are stored. */
  before: z.unknown(),
  after: z.unknown(),
  /** `done`, or why not. */
  result: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntry>

/** An entry in the file. `n` counts lines from 1 on; `prev` is the hash of the line before, `hash` that of all before it in its own line. */
export const auditLine = auditEntry.extend({
  n: z.int().positive(),
  /** Which database numbered the entry: ids begin anew in another one. */
  origin: z.string(),
  prev: z.string(),
  hash: z.string(),
})
export type AuditLine = z.infer<typeof auditLine>

/** What the check of the chain found. */
export const auditFault = z.strictObject({
  what: z.enum(['changed', 'unreadable', 'missing', 'moved', 'repeated', 'foreign']),
  /** First and last line by number; null where the line does not say its number. */
  from: z.int().nullable(),
  to: z.int().nullable(),
  /** Where it was found: the file's day and the line in it; empty and 0 at the end of the file. */
  day: z.string(),
  line: z.int(),
})
export type AuditFault = z.infer<typeof auditFault>

export const auditCheck = z.strictObject({
  /** Lines that the agent wrote, in all. */
  lines: z.int(),
  /** Empty: every line stands as it was written. The first hundred. */
  faults: z.array(auditFault),
  /** Ids that stand in the file, as ranges, by database. */
  present: z.record(z.string(), z.array(z.tuple([z.int(), z.int()]))),
})
export type AuditCheck = z.infer<typeof auditCheck>

/** What is asked for; entries that fit all of it. */
export const auditQuery = z.strictObject({
  /** Every word of it stands in the entry. */
  text: z.string().max(200).optional(),
  user: z.string().max(64).optional(),
  action: z.string().max(64).optional(),
  result: z.enum(['done', 'refused']).optional(),
  item: z.string().max(80).optional(),
  /** When it happened, both included; milliseconds since 1970. */
  from: z.int().optional(),
  to: z.int().optional(),
})
export type AuditQuery = z.infer<typeof auditQuery>

/** Whether what was asked for was done. */
export const wasDone = ({ action, result }: Pick<AuditEntry, 'action' | 'result'>): boolean =>
  action === 'logout' || result === 'done' || result.startsWith('applied')

/** Whether an entry is what was asked for: the same in console and agent. */
export function fitsQuery(query: AuditQuery): (entry: AuditEntry) => boolean {
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return (entry) =>
    (query.user === undefined || entry.user === query.user) &&
    (query.action === undefined || entry.action === query.action) &&
    (query.result === undefined || wasDone(entry) === (query.result === 'done')) &&
    (query.item === undefined || entry.item === query.item) &&
    (query.from === undefined || entry.at >= query.from) &&
    (query.to === undefined || entry.at <= query.to) &&
    (words.length === 0 || hasAll(entry, words))
}

function hasAll(entry: AuditEntry, words: readonly string[]): boolean {
  const text = textIn(entry)
  return words.every((word) => text.includes(word))
}

const textIn = ({ user, address, action, area, item, before, after, result, at }: AuditEntry): string =>
  [user, address, action, area, item, result, JSON.stringify([before, after]), clockTime(at)]
    .join('\n')
    .toLowerCase()

/** What was found, as a whole sentence. */
export function faultWords({ what, from, to, day, line }: AuditFault): string {
  const where = `line ${line} of ${day}`
  const name = from === null ? `The entry in ${where}` : `Entry ${from}`
  switch (what) {
    case 'missing':
      return to === from
        ? `Entry ${from} was removed from the file.`
        : `Entries ${from} to ${to} were removed from the file.`
    case 'changed':
      return `${name} was changed in the file after it was written (${where}).`
    case 'unreadable':
      return `${name} cannot be read any more: it was changed in the file.`
    case 'moved':
      return `${span(from, to)} stand${to === from ? 's' : ''} in another place than written (${where}).`
    case 'repeated':
      return `${span(from, to)} stand${to === from ? 's' : ''} in the file once more (${where}).`
    case 'foreign':
      return `${span(from, to)} ${to === from ? 'was' : 'were'} not written by the agent (${where}).`
  }
}

const span = (from: number | null, to: number | null): string =>
  from === to ? `Entry ${from}` : `Entries ${from} to ${to}`
