// The desired documents: what the items in the database say, drafts left out.
import { rooms } from '../areas/index.ts'
import { keepingItems } from '../areas/plan.ts'
import {
  AREAS,
  type AreaName,
  type Document,
  type Documents,
  documentDigest,
  type Item,
} from '../model/document.ts'
import { type Database, db, type Transaction } from './db.ts'
import { shared } from './shared.ts'

/** Kind of the row that stands for an area and is the parent of its top items. */
export const ROOT = 'area'

export interface ItemRow {
  id: string
  area: string
  kind: string
  parent: string
  label: string
  position: number
  rev: number
  draft: boolean
  data: string
  savedBy: string
  savedAt: Date
}

/** Items as stored, drafts included, each followed by what is below it, in the order of their positions. */
export async function itemRows(tx: Transaction | Database, area?: AreaName): Promise<ItemRow[]> {
  const where = { ...(area ? { area } : {}), kind: { not: ROOT } }
  const rows = await tx.item.findMany({ where, orderBy: [{ position: 'asc' }, { id: 'asc' }] })
  const below = new Map<string, ItemRow[]>()
  for (const r of rows) {
    const siblings = below.get(r.parent)
    if (siblings) siblings.push(r)
    else below.set(r.parent, [r])
  }
  const walk = (parent: string): ItemRow[] => (below.get(parent) ?? []).flatMap((r) => [r, ...walk(r.id)])
  return rooms.flatMap((room) => walk(room.name))
}

export const asItem = (row: ItemRow): Item => ({
  id: row.id,
  kind: row.kind,
  parent: row.parent,
  label: row.label,
  position: row.position,
  ...(row.draft ? { draft: true } : {}),
  data: JSON.parse(row.data),
})

/** The area's document as it stands in the database. */
export async function desiredDocument(tx: Transaction | Database, area: AreaName): Promise<Document> {
  const stored = await tx.area.findUniqueOrThrow({ where: { name: area } })
  return documentOf(area, stored.version, await itemRows(tx, area))
}

/** A stored item, parsed once, and what its row says beside it. */
export interface StoredRow {
  area: string
  /** The very object that stands in the area's document, unless it is a draft. */
  item: Item
  rev: number
  savedBy: string
  savedAt: Date
}

/** Everything that is stored, as it is between two changes. */
interface Stored {
  /** Of all areas; every change of an item is a new revision of its area. */
  revs: string
  rows: readonly StoredRow[]
  documents: Documents
}
const kept = () => shared<{ stored: Stored | null }>('stored', () => ({ stored: null }))

/** What is stored now, read again only after a change: thousands of items take long, and everybody asks for them. */
export async function storedNow(): Promise<Stored> {
  const areas = await db().area.findMany()
  const revs = areas.map((a) => `${a.name} ${a.version} ${a.rev}`).join()
  const before = kept().stored
  if (before?.revs === revs) return before
  const rows = await itemRows(db())
  const fresh = documentsOf(areas, rows)
  const documents = before ? keepingItems(fresh, before.documents) : fresh
  const items = new Map(AREAS.flatMap((area) => documents[area].items.map((i) => [i.id, i])))
  const stored = { revs, rows: rows.map((row) => storedRow(row, items.get(row.id))), documents }
  kept().stored = stored
  return stored
}

const storedRow = (row: ItemRow, item = asItem(row)): StoredRow => ({
  area: row.area,
  item,
  rev: row.rev,
  savedBy: row.savedBy,
  savedAt: row.savedAt,
})

/** The documents of all areas: as a transaction sees them, or as stored. Items that did not change are the very same objects then. */
export async function desiredDocuments(tx?: Transaction): Promise<Documents> {
  if (!tx) return (await storedNow()).documents
  return documentsOf(await tx.area.findMany(), await itemRows(tx))
}

const documentsOf = (
  areas: readonly { name: string; version: number }[],
  rows: readonly ItemRow[],
): Documents =>
  Object.fromEntries(
    rooms.map(({ name, version }) => {
      const own = rows.filter((r) => r.area === name)
      return [name, documentOf(name, areas.find((a) => a.name === name)?.version ?? version, own)]
    }),
  ) as unknown as Documents

function documentOf(area: AreaName, version: number, rows: readonly ItemRow[]): Document {
  return { area, version, items: withoutDrafts(rows).map(asItem) }
}

/** A draft and all below it do not count until its first Update. */
export function withoutDrafts<T extends Pick<ItemRow, 'id' | 'parent' | 'draft'>>(rows: readonly T[]): T[] {
  const out = new Set(rows.filter((r) => r.draft).map((r) => r.id))
  for (let size = -1; size !== out.size; ) {
    size = out.size
    for (const r of rows) if (out.has(r.parent)) out.add(r.id)
  }
  return rows.filter((r) => !out.has(r.id))
}

/** After a change of the area's items: one more revision, and the digest of what they now say. */
export async function bumpArea(tx: Transaction, area: AreaName): Promise<void> {
  const digest = documentDigest(await desiredDocument(tx, area))
  await tx.area.update({ where: { name: area }, data: { rev: { increment: 1 }, digest } })
}
