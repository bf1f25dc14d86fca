// A whole configuration in the place of the saved one, in one transaction: what a roll back and an import do.
import { roomOf } from '../areas/index.ts'
import { changedAreas } from '../areas/plan.ts'
import { type AreaName, canonical, type Documents, type Item } from '../model/document.ts'
import { temporaryLabel } from '../model/labels.ts'
import { type Author, record } from './audit.ts'
import type { Transaction } from './db.ts'
import { asItem, bumpArea, desiredDocuments, type ItemRow, itemRows, withoutDrafts } from './documents.ts'

/** SQLite takes so many values in one statement. */
const AT_ONCE = 500

/**
 * Replaces the items of every area that differs. Answers these areas. Each item that changed has its audit row;
 * drafts stay, under another temporary label where theirs is needed.
 */
export async function replaceDocuments(
  tx: Transaction,
  author: Author,
  target: Documents,
): Promise<AreaName[]> {
  const areas = changedAreas(await desiredDocuments(tx), target)
  for (const area of areas) await replaceArea(tx, author, area, target[area].items)
  return areas
}

async function replaceArea(
  tx: Transaction,
  author: Author,
  area: AreaName,
  target: readonly Item[],
): Promise<void> {
  const rows = await itemRows(tx, area)
  const counted = withoutDrafts(rows)
  const { rev } = await tx.area.findUniqueOrThrow({ where: { name: area } })
  await deleteRows(tx, counted)
  await makeRoom(tx, area, target)
  const before = new Map(counted.map((r) => [r.id, r]))
  // A revision that no item of the area ever had: forms that are open elsewhere meet a conflict.
  const fresh = { rev: rev + 1, savedBy: author.user, savedAt: new Date() }
  const after = parentsFirst(area, target).map((item) => rowOf(area, item, before.get(item.id), fresh))
  for (let i = 0; i < after.length; i += AT_ONCE)
    await tx.item.createMany({ data: after.slice(i, i + AT_ONCE) })
  await tx.area.update({ where: { name: area }, data: { version: roomOf(area).version } })
  await bumpArea(tx, area)
  await audit(tx, author, area, before, after)
}

async function deleteRows(tx: Transaction, rows: readonly ItemRow[]): Promise<void> {
  for (let i = 0; i < rows.length; i += AT_ONCE)
    await tx.item.deleteMany({ where: { id: { in: rows.slice(i, i + AT_ONCE).map((r) => r.id) } } })
}

/** What is left are drafts: one whose label or id comes back gives way. */
async function makeRoom(tx: Transaction, area: AreaName, target: readonly Item[]): Promise<void> {
  const drafts = (await itemRows(tx, area)).filter((r) => r.draft)
  const taken = [...target, ...drafts].map((i) => i.label)
  for (const draft of drafts) {
    if (target.some((i) => i.id === draft.id)) await tx.item.delete({ where: { id: draft.id } })
    else if (
      target.some((i) => i.parent === draft.parent && i.kind === draft.kind && i.label === draft.label)
    )
      await tx.item.update({
        where: { id: draft.id },
        data: { label: temporaryLabel(draft.label, taken) },
      })
  }
}

/** Rows refer to their parent, which must be there before them. */
function parentsFirst(area: AreaName, items: readonly Item[]): Item[] {
  const below = new Map<string, Item[]>()
  for (const item of items) below.set(item.parent, [...(below.get(item.parent) ?? []), item])
  const ordered: Item[] = []
  for (let level = below.get(area) ?? []; level.length; ) {
    ordered.push(...level)
    level = level.flatMap((i) => below.get(i.id) ?? [])
  }
  return ordered
}

interface Fresh {
  rev: number
  savedBy: string
  savedAt: Date
}

/** An item that stays as it was keeps its revision and who saved it. */
function rowOf(area: AreaName, item: Item, before: ItemRow | undefined, fresh: Fresh): ItemRow {
  const same = before && canonical(asItem(before)) === canonical(item)
  const { rev, savedBy, savedAt } = same ? before : fresh
  const { id, kind, parent, label, position } = item
  const data = JSON.stringify(item.data)
  return { id, area, kind, parent, label, position, data, draft: false, rev, savedBy, savedAt }
}

async function audit(
  tx: Transaction,
  author: Author,
  area: AreaName,
  before: ReadonlyMap<string, ItemRow>,
  after: readonly ItemRow[],
): Promise<void> {
  const stays = new Set(after.map((r) => r.id))
  for (const row of after) {
    const was = before.get(row.id)
    if (was?.rev === row.rev) continue
    const deed = { action: 'save', area, item: row.id, after: asItem(row) } as const
    await record(tx, author, was ? { ...deed, before: asItem(was) } : deed)
  }
  for (const row of before.values())
    if (!stays.has(row.id))
      await record(tx, author, { action: 'remove', area, item: row.id, before: asItem(row) })
}
