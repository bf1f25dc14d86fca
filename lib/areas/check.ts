// Whether a document is well formed: kinds, parents, labels and every field by its schema.
import type { Document, Item } from '../model/document.ts'
import { problem as make } from '../model/errors.ts'
import type { Problem } from '../model/problem.ts'
import { at, type Kind, type Room, valuesOf } from './define.ts'
import { roomOf } from './index.ts'

/** Every problem of the document by itself. Empty: `itemsOf` will not throw. */
export function checkDocument(document: Document): Problem[] {
  const room = roomOf(document.area)
  if (document.version !== room.version)
    return [make('DOCUMENT_VERSION', at(room.name), { version: document.version })]
  return [...duplicateIds(document), ...document.items.flatMap((item) => checkItem(room, document, item))]
}

function checkItem(room: Room, document: Document, item: Item): Problem[] {
  const kind = room.kinds.find((k) => k.name === item.kind)
  if (!kind || !parentFits(room, document, item, kind))
    return [make('ITEM_MISPLACED', at(room.name, item.id), { label: item.label })]
  const twin = document.items.find(
    (i) => i.id < item.id && i.kind === item.kind && i.parent === item.parent && i.label === item.label,
  )
  const taken = twin
    ? [make('LABEL_TAKEN', at(room.name, item.id, 'label'), { label: item.label, kind: kind.title })]
    : []
  return [...taken, ...checkValues(room, kind, valuesOf(item, kind), item.id)]
}

/** Problems of one item's fields, each at its field. `id` is undefined for an item that is not stored yet. */
export function checkValues(room: Room, kind: Kind, values: Record<string, unknown>, id?: string): Problem[] {
  const result = kind.schema.safeParse(values)
  if (result.success) return []
  return result.error.issues.map((issue) =>
    make('FIELD_INVALID', at(room.name, id, issue.path.map(String)[0] ?? unknownKey(issue)), {
      why: issue.message,
    }),
  )
}

const unknownKey = (issue: { keys?: string[] } & object): string | undefined => issue.keys?.[0]

function parentFits(room: Room, document: Document, item: Item, kind: Kind): boolean {
  if (kind.parent === null) return item.parent === room.name
  return document.items.some((i) => i.id === item.parent && i.kind === kind.parent)
}

function duplicateIds(document: Document): Problem[] {
  const seen = new Set<string>()
  return document.items.flatMap((i) => {
    if (!seen.has(i.id)) return seen.add(i.id) && []
    return [make('ITEM_MISPLACED', at(document.area, i.id), { label: i.label })]
  })
}
