// Where in the console a thing is edited: from a path in a document to a link. Pure.
import { kindOf } from '../../lib/areas/index.ts'
import type { Item } from '../../lib/model/document.ts'
import { describeFields } from '../../lib/model/fields.ts'
import type { Path } from '../../lib/model/problem.ts'
import type { Change } from '../../lib/protocol/console.ts'
import { KIND_PAGES } from '../area/kinds.ts'

type Known = readonly Pick<Item, 'id' | 'kind' | 'label'>[]

function kindAndLabel(path: Path, changes: readonly Change[], items: Known) {
  return (
    items.find((i) => i.id === path.item) ??
    changes.find((c) => c.item === path.item && c.area === path.area && c.change !== 'deleted')
  )
}

/** The form of the item, at the field; the list where only the area is known; null where there is no page. */
export function placeOf(path: Path, changes: readonly Change[], items: Known): string | null {
  const found = kindAndLabel(path, changes, items)
  const pages = found && KIND_PAGES[path.area]?.[found.kind]
  if (!pages || path.item === undefined) return null
  const form = pages.single ? pages.list.href : `${pages.list.href}/${path.item}`
  return `${form}${path.field === undefined ? '' : `#${path.field}`}`
}

/** "PACS-WEB, Ports"; null when the item is not known. */
export function nameOfPath(path: Path, changes: readonly Change[], items: Known): string | null {
  const found = kindAndLabel(path, changes, items)
  if (!found) return null
  const kind = kindOf(path.area, found.kind)
  const field = kind && describeFields(kind.schema).find((f) => f.name === path.field)
  return field ? `${found.label}, ${field.label}` : found.label
}
