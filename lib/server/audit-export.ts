// All entries of the audit trail that fit, as a file: CSV for spreadsheets, JSON lines for programs.
import { ACTION_WORDS, type AuditState } from '../protocol/audit.ts'
import { type Naming, naming, thingOf } from './audit-things.ts'
import { type AuditAsked, rowsOf } from './audit-view.ts'
import { csvLine } from './csv.ts'

const AT_ONCE = 1000

type Rows = Awaited<ReturnType<typeof rowsOf>>['rows']
type Format = (rows: Rows, names: Naming) => string

/** How an entry stands, in words. */
export const STATE_WORDS: Record<AuditState, string> = {
  kept: 'In the file',
  waiting: 'Not yet taken',
  unchecked: 'Not checked',
  changed: 'Changed in the file',
  moved: 'Moved in the file',
  missing: 'Missing in the file',
  unknown: 'Not of this console',
}

const HEAD = [
  'Entry',
  'Time (UTC)',
  'User',
  'Address',
  'Action',
  'Area',
  'What',
  'Before',
  'After',
  'Result',
  'State',
]

const asCsv: Format = (rows, names) =>
  rows
    .map((row) =>
      csvLine([
        row.n ?? '',
        new Date(row.at).toISOString().slice(0, 19).replace('T', ' '),
        row.user,
        row.address,
        ACTION_WORDS[row.action] ?? row.action,
        row.area ?? '',
        thingOf(row, names),
        textOf(row.before),
        textOf(row.after),
        row.result,
        STATE_WORDS[row.state],
      ]),
    )
    .join('')

const textOf = (value: unknown): string => (value === null ? '' : JSON.stringify(value))

const asLines: Format = (rows) =>
  rows.map((row) => `${JSON.stringify({ ...row, at: new Date(row.at).toISOString() })}\n`).join('')

/** All that fit, as they come. */
export async function auditFile(
  asked: AuditAsked,
  format: 'csv' | 'jsonl',
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder()
  const names = await naming()
  const written = format === 'csv' ? asCsv : asLines
  const wanted = { ...asked, limit: AT_ONCE }
  let page: Awaited<ReturnType<typeof rowsOf>> | null = await rowsOf(wanted)
  let head = format === 'csv' ? csvLine(HEAD) : ''
  return new ReadableStream({
    async pull(stream) {
      if (!page) return stream.close()
      stream.enqueue(encoder.encode(head + written(page.rows, names)))
      head = ''
      page = page.next === null ? null : await rowsOf({ ...wanted, before: page.next })
    },
  })
}
