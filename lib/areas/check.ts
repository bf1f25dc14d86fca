// Whether a document is well formed: kinds, parents, labels and every field by its schema.
import type { Document, Item } from '../model/document.ts'
import { problem as make } from '../model/errors.ts'
import type { Problem } from '../model/problem.ts'
import { at, type Kind, parsed, type Room } from './define.ts'
import { roomOf } from './index.ts'
import { bareSecrets } from './secrets.ts'

/** Every problem of the document by itself. Empty: `itemsOf` will not throw. */
export function checkDocument(document: Document): Problem[] {
  const room = roomOf(document.area)
  if (document.version !== room.version)
    return [make('DOCUMENT_VERSION', at(room.name), { version: document.version })]
  const kindOfId = new Map(document.items.map((i) => [i.id, i.kind]))
  return [
    ...repeated(document.items, (i) => i.id).map((i) => misplaced(room, i)),
    ...repeated(document.items, (i) => JSON.stringify([i.parent, i.kind, i.label])).map((i) =>
      taken(room, i),
    ),
    ...document.items.flatMap((item) => checkItem(room, item, kindOfId)),
  ]
}

function checkItem(room: Room, item: Item, kindOfId: ReadonlyMap<string, string>): Problem[] {
  const kind = room.kinds.find((k) => k.name === item.kind)
  const fits = kind?.parent === null ? item.parent === room.name : kindOfId.get(item.parent) === kind?.parent
  return kind && fits
    ? [...fieldProblems(room, parsed(item, kind), item.id), ...secretProblems(room, kind, item)]
    : [misplaced(room, item)]
}

const secretProblems = (room: Room, kind: Kind, item: Item): Problem[] =>
  bareSecrets(kind, item.data).map((name) =>
    make('FIELD_INVALID', at(room.name, item.id, name), { why: 'The secret was not kept. Type it again.' }),
  )

const misplaced = (room: Room, item: Item): Problem =>
  make('ITEM_MISPLACED', at(room.name, item.id), { label: item.label })

const taken = (room: Room, item: Item): Problem =>
  make('LABEL_TAKEN', at(room.name, item.id, 'label'), {
    label: item.label,
    kind: room.kinds.find((k) => k.name === item.kind)?.title ?? item.kind,
  })

/** Items whose key an earlier item has. */
function repeated(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const seen = new Set<string>()
  return items.filter((item) => seen.size === seen.add(keyOf(item)).size)
}

/** Problems of one item's fields, each at its field. `id` is undefined for an item that is not stored yet. */
export const checkValues = (
  room: Room,
  kind: Kind,
  values: Record<string, unknown>,
  id?: string,
): Problem[] => fieldProblems(room, kind.schema.safeParse(values), id)

function fieldProblems(room: Room, result: ReturnType<typeof parsed>, id?: string): Problem[] {
  if (result.success) return []
  return result.error.issues.map((issue) =>
    make('FIELD_INVALID', at(room.name, id, issue.path.map(String)[0] ?? unknownKey(issue)), {
      why: issue.message,
    }),
  )
}

const unknownKey = (issue: { keys?: string[] } & object): string | undefined => issue.keys?.[0]
