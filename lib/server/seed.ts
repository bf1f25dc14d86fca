// The rows the database never lacks: every area with its root, and where the appliance's own web servers listen.
import { randomUUID } from 'node:crypto'
import type { Room } from '../areas/define.ts'
import { roomOf, rooms } from '../areas/index.ts'
import { type AreaName, canonical } from '../model/document.ts'
import { type Author, record } from './audit.ts'
import type { Transaction } from './db.ts'
import { asItem, bumpArea, itemRows, ROOT } from './documents.ts'

/** Makes missing areas, and lifts the items of those that an older release wrote. */
export async function ensureAreas(tx: Transaction): Promise<void> {
  for (const room of rooms) {
    const area = await tx.area.findUnique({ where: { name: room.name } })
    if (!area) await makeArea(tx, room)
    else if (area.version !== room.version) await liftArea(tx, room, area.version)
  }
}

async function makeArea(tx: Transaction, { name, version }: Room): Promise<void> {
  await tx.area.create({ data: { name, version } })
  const nobody = { savedBy: '', savedAt: new Date() }
  await tx.item.create({
    data: { id: name, area: name, kind: ROOT, parent: name, label: name, position: 0, data: '{}', ...nobody },
  })
  await bumpArea(tx, name)
}

/** Drafts are lifted too, so this takes the rows and not the document. Throws on an area of a newer release. */
async function liftArea(tx: Transaction, room: Room, version: number): Promise<void> {
  if (version > room.version)
    throw new Error(`The settings of ${room.title} are of version ${version}, newer than this release.`)
  const rows = await itemRows(tx, room.name)
  const lifted = room.upgrade({ area: room.name, version, items: rows.map(asItem) })
  for (const { id, label, position, draft, data } of lifted.items)
    await tx.item.update({
      where: { id },
      data: { label, position, draft: draft ?? false, data: JSON.stringify(data) },
    })
  const kept = new Set(lifted.items.map((i) => i.id))
  await tx.item.deleteMany({ where: { id: { in: rows.map((r) => r.id).filter((id) => !kept.has(id)) } } })
  await tx.area.update({ where: { name: room.name }, data: { version: room.version } })
  await bumpArea(tx, room.name)
}

/**
 * One listener item in the area, on these addresses; one that exists has its addresses changed if it is to `follow`.
 * Answers whether it was changed. Throws on a bad address.
 */
export async function ensureListener(
  tx: Transaction,
  author: Author,
  area: AreaName,
  label: string,
  addresses: string[],
  follow = true,
): Promise<boolean> {
  const kind = roomOf(area).kinds.find((k) => k.name === 'listener')
  if (!kind) throw new Error(`${area} has no listener`)
  const key = { parent: area, kind: kind.name, label }
  const before = await tx.item.findUnique({ where: { parent_kind_label: key } })
  if (before && !follow) return false
  const wanted = kind.schema.safeParse({ ...(before ? asItem(before).data : {}), addresses })
  if (!wanted.success)
    throw new Error(`FULCRUM_LISTEN: ${wanted.error.issues.map((i) => i.message).join(' ')}`)
  if (before && canonical(asItem(before).data) === canonical(wanted.data)) return false
  const now = { data: JSON.stringify(wanted.data), savedBy: author.user, savedAt: new Date() }
  const after = before
    ? await tx.item.update({ where: { id: before.id }, data: { ...now, rev: { increment: 1 } } })
    : await tx.item.create({ data: { id: randomUUID(), area, ...key, position: 0, ...now } })
  await bumpArea(tx, area)
  await record(tx, author, {
    action: 'save',
    area,
    item: after.id,
    before: before ? asItem(before) : undefined,
    after: asItem(after),
  })
  return before !== null
}
