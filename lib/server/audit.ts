// The audit trail: who did what, when, from where, with what result.
import type { AreaName } from '../model/document.ts'
import { type Database, type Transaction, transaction } from './db.ts'
import { masked } from './mask.ts'
import { shared } from './shared.ts'

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
    | 'drain'
    | 'halt'
    | 'online'
    | 'refuse'
    | 'token'
    | 'login'
    | 'logout'
    | 'password'
    | 'second-factor'
    | 'user-add'
    | 'user-change'
    | 'user-password'
    | 'user-remove'
    | 'end-sessions'
    | 'access'
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

const rowOf = (author: Author, deed: Deed) => {
  const { before, after } = masked(deed.area, deed)
  return {
    at: new Date(),
    user: author.user.slice(0, 64),
    address: author.address.slice(0, 64),
    action: deed.action,
    area: deed.area ?? null,
    item: deed.item ?? null,
    before: json(before),
    after: json(after),
    result: deed.result ?? 'done',
  }
}

/** Whether anything was recorded that nobody has asked for yet. */
const written = () => shared('audit written', () => ({ yes: false }))

/** Says once whether something was recorded since it was last asked. */
export function wasWritten(): boolean {
  const { yes } = written()
  written().yes = false
  return yes
}

/** Part of what it tells of: both are stored, or neither. */
export async function record(tx: Transaction, author: Author, deed: Deed): Promise<void> {
  await tx.audit.create({ data: rowOf(author, deed) })
  written().yes = true
}

/** What changes nothing that is stored, in a transaction of its own. */
export const recordAlone = (author: Author, deed: Deed): Promise<void> =>
  transaction((tx) => record(tx, author, deed))

/** Somebody was refused something. The refusal stands whether it can be recorded or not. */
export const recordRefusal = (author: Author, what: string, why: string, area?: AreaName): Promise<void> =>
  recordAlone(author, {
    action: 'refuse',
    ...(area ? { area } : {}),
    after: { asked: what },
    result: why.slice(0, 1000),
  }).catch((e) => console.error('recording a refusal:', e))

/** Many deeds of one moment, in one statement. */
export async function recordAll(tx: Transaction, author: Author, deeds: readonly Deed[]): Promise<void> {
  await tx.audit.createMany({ data: deeds.map((deed) => rowOf(author, deed)) })
  written().yes = true
}

/** Who deleted these items, and when, by item id. */
export async function deleters(
  tx: Transaction | Database,
  items: readonly string[],
): Promise<Map<string, { by: string; at: number }>> {
  const rows = await tx.audit.findMany({
    where: { item: { in: [...items] }, action: { in: ['remove', 'online'] } },
    orderBy: { id: 'asc' },
  })
  return new Map(rows.map((r) => [r.item ?? '', { by: r.user, at: r.at.getTime() }]))
}
