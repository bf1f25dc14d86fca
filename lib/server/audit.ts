// The audit trail: who did what, when, from where, with what result.
import type { AreaName } from '../model/document.ts'
import type { Database, Transaction } from './db.ts'

/** Who acts, and from which address. */
export interface Author {
  user: string
  address: string
}

export interface Deed {
  action:
    | 'save'
    | 'remove'
    | 'duplicate'
    | 'move'
    | 'roll-back'
    | 'import'
    | 'commit'
    | 'operate'
    | 'login'
    | 'logout'
    | 'password'
    | 'set-up'
    | 'wizard'
    | 'certificate'
    | 'keep'
    | 'undo'
  area?: AreaName
  item?: string
  before?: unknown
  after?: unknown
  /** `done`, or why not. */
  result?: string
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

const rowOf = (author: Author, deed: Deed) => ({
  at: new Date(),
  user: author.user.slice(0, 64),
  address: author.address.slice(0, 64),
  action: deed.action,
  area: deed.area ?? null,
  item: deed.item ?? null,
  before: json(deed.before),
  after: json(deed.after),
  result: deed.result ?? 'done',
})

export async function record(tx: Transaction | Database, author: Author, deed: Deed): Promise<void> {
  await tx.audit.create({ data: rowOf(author, deed) })
}

/** Many deeds of one moment, in one statement. */
export async function recordAll(
  tx: Transaction | Database,
  author: Author,
  deeds: readonly Deed[],
): Promise<void> {
  await tx.audit.createMany({ data: deeds.map((deed) => rowOf(author, deed)) })
}

/** Who deleted these items, and when, by item id. */
export async function deleters(
  tx: Transaction | Database,
  items: readonly string[],
): Promise<Map<string, { by: string; at: number }>> {
  const rows = await tx.audit.findMany({
    where: { item: { in: [...items] }, action: 'remove' },
    orderBy: { id: 'asc' },
  })
  return new Map(rows.map((r) => [r.item ?? '', { by: r.user, at: r.at.getTime() }]))
}
