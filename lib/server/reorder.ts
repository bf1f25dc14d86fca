// Order: an item one place up or down among its siblings. Positions are their only order, in lists, files and the overview.
import type { ActionResult, MoveInput } from '../protocol/console.ts'
import { type Author, record } from './audit.ts'
import { transaction } from './db.ts'
import { asItem, bumpArea, ROOT } from './documents.ts'

/** Moves it past its neighbour and numbers the siblings afresh. At the end of the list there is nothing to do. */
export const moveItem = (author: Author, { area, id, by }: MoveInput): Promise<ActionResult> =>
  transaction(async (tx) => {
    const row = await tx.item.findUnique({ where: { id } })
    if (!row || row.area !== area || row.kind === ROOT)
      return { ok: false, conflict: true, message: 'Not moved. It was deleted meanwhile.' }
    const siblings = await tx.item.findMany({
      where: { area, parent: row.parent, kind: row.kind },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
    })
    const from = siblings.findIndex((s) => s.id === id)
    const neighbour = siblings[from + by]
    if (!neighbour) return { ok: true }
    siblings[from] = neighbour
    siblings[from + by] = row
    // The revision stays: a form that is open elsewhere does not hold the position.
    const now = { savedBy: author.user, savedAt: new Date() }
    for (const [position, sibling] of siblings.entries())
      if (sibling.position !== position)
        await tx.item.update({ where: { id: sibling.id }, data: { position, ...now } })
    await bumpArea(tx, area)
    const moved = await tx.item.findUniqueOrThrow({ where: { id } })
    await record(tx, author, { action: 'move', area, item: id, before: asItem(row), after: asItem(moved) })
    return { ok: true }
  })
