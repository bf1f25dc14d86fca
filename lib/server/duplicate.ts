// Duplicate: a service with all its servers once more, as a draft under a temporary label, which blocks nothing until its first Update.
import { randomUUID } from 'node:crypto'
import { roomOf } from '../areas/index.ts'
import { temporaryLabel } from '../model/labels.ts'
import type { ActionResult, DuplicateInput } from '../protocol/console.ts'
import { type Author, record } from './audit.ts'
import { type Transaction, transaction } from './db.ts'
import { asItem, bumpArea, type ItemRow, itemRows, ROOT } from './documents.ts'

/** Stores the copy behind all others, whole or not at all. Answers the copy's id. */
export const duplicateItem = (author: Author, input: DuplicateInput): Promise<ActionResult<{ id: string }>> =>
  transaction(async (tx) => {
    const original = await tx.item.findUnique({ where: { id: input.id } })
    if (!original || original.area !== input.area || original.kind === ROOT || original.parent !== input.area)
      return { ok: false, conflict: true, message: 'Not duplicated. It was deleted meanwhile.' }
    const rows = await itemRows(tx, roomOf(input.area).name)
    const siblings = rows.filter((r) => r.parent === original.parent && r.kind === original.kind)
    const label = temporaryLabel(
      original.label,
      siblings.map((r) => r.label),
    )
    const position = Math.max(...siblings.map((r) => r.position)) + 1
    const copy = await store(tx, author, { ...original, label, position, draft: true }, original.parent)
    await copyBelow(tx, author, rows, original.id, copy)
    await bumpArea(tx, input.area)
    return { ok: true, id: copy }
  })

/** What is below keeps its labels and places: they are taken once below each parent. */
async function copyBelow(
  tx: Transaction,
  author: Author,
  rows: readonly ItemRow[],
  from: string,
  to: string,
): Promise<void> {
  for (const row of rows.filter((r) => r.parent === from))
    await copyBelow(tx, author, rows, row.id, await store(tx, author, row, to))
}

/** Answers the new row's id. */
async function store(tx: Transaction, author: Author, row: ItemRow, parent: string): Promise<string> {
  const fresh = { id: randomUUID(), parent, rev: 1, savedBy: author.user, savedAt: new Date() }
  const stored = await tx.item.create({
    data: {
      ...fresh,
      area: row.area,
      kind: row.kind,
      label: row.label,
      position: row.position,
      draft: row.draft,
      data: row.data,
    },
  })
  await record(tx, author, {
    action: 'duplicate',
    area: roomOf(row.area as Parameters<typeof roomOf>[0]).name,
    item: stored.id,
    after: asItem(stored),
  })
  return stored.id
}
