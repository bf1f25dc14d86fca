// Items as people save and delete them: one transaction each, strict, and never on top of somebody else's change.
import { randomUUID } from 'node:crypto'
import { checkValues } from '../areas/check.ts'
import { at, type Kind, type Room } from '../areas/define.ts'
import { kindOf, roomOf } from '../areas/index.ts'
import { secretFieldsOf } from '../areas/secrets.ts'
import type { AreaName } from '../model/document.ts'
import { problem } from '../model/errors.ts'
import type { Problem } from '../model/problem.ts'
import type { ActionResult, RemoveInput, SaveInput, StoredItem } from '../protocol/console.ts'
import { AgentAway } from './agent.ts'
import { type Author, deleters, record } from './audit.ts'
import { type Transaction, transaction } from './db.ts'
import { asItem, bumpArea, type ItemRow, itemRows, type StoredRow, storedNow } from './documents.ts'
import { keepSecrets } from './secrets.ts'

export type Saved = ActionResult<{ id: string }>
type Refused = Extract<Saved, { ok: false }>
type Values = Record<string, unknown>

/** The area's items, drafts included, with their revisions. */
export const storedItems = (area: AreaName, rows: readonly StoredRow[]): StoredItem[] =>
  rows.filter((row) => row.area === area).map(({ item, rev }) => ({ ...item, rev }))

export const listItems = async (area: AreaName): Promise<StoredItem[]> =>
  storedItems(area, (await storedNow()).rows)

/** Stores a new item or a new revision of one. Problems of its fields and conflicts are answers, not errors. */
export async function saveItem(author: Author, given: SaveInput): Promise<Saved> {
  const room = roomOf(given.area)
  const kind = kindOf(given.area, given.kind)
  if (!kind || room.apart) return refused(`${room.title} has nothing of the kind ${given.kind} to save.`)
  const input = await withSecretsKept(room, kind, given)
  if (!input) return refused('The agent does not answer, and it is the agent that keeps secrets. Try again.')
  return transaction((tx) =>
    input.id === undefined
      ? addItem(tx, author, room, kind, input)
      : modifyItem(tx, author, room, kind, { ...input, id: input.id }),
  )
}

/** Null when the agent, which keeps secrets, does not answer. */
async function withSecretsKept(room: Room, kind: Kind, input: SaveInput): Promise<SaveInput | null> {
  if (secretFieldsOf(kind).length === 0) return input
  const before = (await listItems(room.name)).find((i) => i.id === input.id)?.data
  try {
    return { ...input, values: await keepSecrets(room, kind, input.values, before) }
  } catch (error) {
    if (error instanceof AgentAway) return null
    throw error
  }
}

async function addItem(
  tx: Transaction,
  author: Author,
  room: Room,
  kind: Kind,
  input: SaveInput,
): Promise<Saved> {
  if (!(await parentExists(tx, room, kind, input.parent)))
    return { ...refused('What it belongs to was deleted meanwhile.'), conflict: true }
  const given = Object.fromEntries(Object.entries(input.values).filter(([, v]) => v !== undefined))
  const checked = await check(tx, room, kind, input.parent, { ...kind.presets?.(given), ...given })
  if (!checked.ok) return checked
  const last = await tx.item.aggregate({
    where: { parent: input.parent, kind: kind.name },
    _max: { position: true },
  })
  const row = await tx.item.create({
    data: {
      id: randomUUID(),
      area: room.name,
      kind: kind.name,
      parent: input.parent,
      position: (last._max.position ?? -1) + 1,
      ...content(author, checked),
    },
  })
  return stored(tx, author, room, null, row)
}

async function modifyItem(
  tx: Transaction,
  author: Author,
  room: Room,
  kind: Kind,
  input: SaveInput & { id: string },
): Promise<Saved> {
  const before = await tx.item.findUnique({ where: { id: input.id } })
  const conflict = conflictOf(before, room, kind.name, input.rev)
  if (conflict || !before) return withDeleter(tx, conflict ?? gone(), input.id)
  const checked = await check(tx, room, kind, before.parent, input.values, before)
  if (!checked.ok) return checked
  const row = await tx.item.update({
    where: { id: before.id },
    data: { rev: { increment: 1 }, draft: false, ...content(author, checked) },
  })
  return stored(tx, author, room, before, row)
}

/** Deletes an item and all below it. Each gets its own audit row: a deleted item keeps its deleter. */
export const removeItem = (author: Author, input: RemoveInput): Promise<ActionResult> =>
  transaction(async (tx) => {
    const room = roomOf(input.area)
    if (room.apart) return gone('deleted')
    const row = await tx.item.findUnique({ where: { id: input.id } })
    const conflict = conflictOf(row, room, row?.kind ?? '', input.rev, 'deleted')
    if (conflict) return withDeleter(tx, conflict, input.id)
    const all = await itemRows(tx, room.name)
    for (const r of family(all, input.id))
      await record(tx, author, { action: 'remove', area: room.name, item: r.id, before: asItem(r) })
    await tx.item.delete({ where: { id: input.id } })
    await bumpArea(tx, room.name)
    return { ok: true }
  })

/** The item and all below it. */
function family(rows: readonly ItemRow[], id: string): ItemRow[] {
  return rows
    .filter((r) => r.id === id)
    .concat(rows.filter((r) => r.parent === id).flatMap((r) => family(rows, r.id)))
}

async function stored(
  tx: Transaction,
  author: Author,
  room: Room,
  before: ItemRow | null,
  after: ItemRow,
): Promise<Saved> {
  await bumpArea(tx, room.name)
  await record(tx, author, {
    action: 'save',
    area: room.name,
    item: after.id,
    before: before ? asItem(before) : undefined,
    after: asItem(after),
  })
  return { ok: true, id: after.id }
}

type Checked = { ok: true; label: string; data: Values }

/** The fields as their schema makes them, or the problems at them. */
async function check(
  tx: Transaction,
  room: Room,
  kind: Kind,
  parent: string,
  values: Values,
  before?: ItemRow,
): Promise<Checked | Refused> {
  const problems = checkValues(room, kind, values, before?.id)
  if (problems.length) return invalid(problems)
  const { label: named, ...data } = kind.schema.parse(values) as Values
  const label = String(named ?? before?.label ?? data.address ?? kind.name)
  const twin = await tx.item.findFirst({
    where: { parent, kind: kind.name, label, ...(before ? { NOT: { id: before.id } } : {}) },
  })
  if (!twin) return { ok: true, label, data }
  const field = 'label' in kind.schema.shape ? 'label' : 'address'
  return invalid([problem('LABEL_TAKEN', at(room.name, before?.id, field), { label, kind: kind.title })])
}

const content = (author: Author, { label, data }: Checked) => ({
  label,
  data: JSON.stringify(data),
  savedBy: author.user,
  savedAt: new Date(),
})

async function parentExists(tx: Transaction, room: Room, kind: Kind, parent: string): Promise<boolean> {
  if (kind.parent === null) return parent === room.name
  const row = await tx.item.findUnique({ where: { id: parent } })
  return row?.area === room.name && row.kind === kind.parent
}

/** Why this row cannot be changed by somebody who read it at `rev`; null when it can. */
function conflictOf(
  row: ItemRow | null,
  room: Room,
  kind: string,
  rev: number | undefined,
  word: 'saved' | 'deleted' = 'saved',
): Refused | null {
  if (!row || row.area !== room.name || row.kind !== kind || row.id === row.parent) return gone(word)
  if (row.rev === rev) return null
  const when = row.savedAt.toISOString().slice(11, 19)
  return {
    ok: false,
    conflict: true,
    theirs: { by: row.savedBy, at: row.savedAt.getTime(), deleted: false },
    message: `Not ${word}. ${row.savedBy} changed ${row.label} at ${when} UTC, after you opened it. Open it again to see that change.`,
  }
}

const gone = (word = 'saved'): Refused => ({
  ok: false,
  conflict: true,
  message: `Not ${word}. It was deleted meanwhile.`,
})

/** A conflict with an item that is gone names who deleted it. */
async function withDeleter(tx: Transaction, conflict: Refused, id: string): Promise<Refused> {
  if (conflict.theirs) return conflict
  const who = (await deleters(tx, [id])).get(id)
  return { ...conflict, theirs: { by: who?.by ?? '', at: who?.at ?? null, deleted: true } }
}

const refused = (why: string): Refused => ({ ok: false, message: `Not saved. ${why}` })

const invalid = (problems: Problem[]): Refused => ({
  ok: false,
  problems,
  message:
    problems.length === 1
      ? 'Not saved. One field needs a correction.'
      : `Not saved. ${problems.length} fields need a correction.`,
})
