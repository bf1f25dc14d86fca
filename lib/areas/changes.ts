// What differs between two states of all areas, item by item, in words. Pure.
import { AREAS, type AreaName, canonical, type Documents, type Item } from '../model/document.ts'
import { describeFields } from '../model/fields.ts'
import type { ItemChange } from '../protocol/record.ts'
import { kindOf } from './index.ts'

/** As the guides write it: Virtual Service. */
export const itemTitle = (area: AreaName, kind: string): string => kindOf(area, kind)?.title ?? kind

/** Every item that is new, differs or is gone in `after`. */
export const changesBetween = (before: Documents, after: Documents): ItemChange[] =>
  AREAS.flatMap((area) => changesIn(area, before[area].items, after[area].items))

function changesIn(area: AreaName, before: readonly Item[], after: readonly Item[]): ItemChange[] {
  const was = new Map(before.map((i) => [i.id, i]))
  const stays = new Set(after.map((i) => i.id))
  const changed = after.flatMap((item): ItemChange[] => {
    const old = was.get(item.id)
    const fields = old ? differingFields(area, old, item) : []
    if (old && fields.length === 0) return []
    return [describe(area, item, old ? 'modified' : 'new', fields)]
  })
  return [...changed, ...before.filter((i) => !stays.has(i.id)).map((i) => describe(area, i, 'deleted', []))]
}

const describe = (
  area: AreaName,
  item: Item,
  change: ItemChange['change'],
  fields: string[],
): ItemChange => ({
  ...{ area, item: item.id, change, fields },
  label: item.label,
  kind: itemTitle(area, item.kind),
})

const sameItem = (a: Item, b: Item): boolean =>
  a === b ||
  (a.label === b.label &&
    a.position === b.position &&
    a.parent === b.parent &&
    canonical(a.data) === canonical(b.data))

/** Labels of the fields that differ, in the form's order. */
function differingFields(area: AreaName, a: Item, b: Item): string[] {
  if (sameItem(a, b)) return []
  const kind = kindOf(area, b.kind)
  const titles = kind ? describeFields(kind.schema) : []
  const differ = (name: string) => canonical(a.data[name] ?? null) !== canonical(b.data[name] ?? null)
  const names = [...new Set([...Object.keys(a.data), ...Object.keys(b.data)])].filter(differ)
  if (a.label !== b.label) names.push('label')
  const known = titles.filter((f) => names.includes(f.name)).map((f) => f.label)
  const unknown = names.filter((n) => !titles.some((f) => f.name === n))
  const moved = a.position !== b.position || a.parent !== b.parent ? ['Position'] : []
  return [...known, ...unknown, ...moved]
}
