// Rows of the audit trail as entries, which is what agent and pages know them as.
import type { AuditEntry } from '../model/audit.ts'
import { db } from './db.ts'

type Row = Awaited<ReturnType<typeof rowsWhere>>[number]
type Where = NonNullable<Parameters<ReturnType<typeof db>['audit']['findMany']>[0]>['where']

const rowsWhere = (where: Where, take: number, order: 'asc' | 'desc') =>
  db().audit.findMany({ where: where ?? {}, take, orderBy: { id: order } })

/** The rows as entries, by their ids. */
export const entriesWhere = async (
  where: Where,
  take: number,
  order: 'asc' | 'desc' = 'desc',
): Promise<AuditEntry[]> => (await rowsWhere(where, take, order)).map(entryOf)

const entryOf = ({ at, before, after, ...row }: Row): AuditEntry => ({
  ...row,
  at: at.getTime(),
  before: parsed(before),
  after: parsed(after),
})

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text))
