// Which fields a form offers. Pure.
import type { Kind } from '../../lib/areas/define.ts'
import type { Item } from '../../lib/model/document.ts'
import { describeFields, type FieldDescription } from '../../lib/model/fields.ts'

/**
 * A new item has no fields that come with Modify. What makes no sense below its parent is not offered either,
 * unless something stands in it, which somebody may want to clear.
 */
export function offeredFields(
  kind: Kind,
  item: Item | undefined,
  parent: Item | undefined,
): FieldDescription[] {
  const without = (parent && kind.without?.(parent.data)) ?? []
  return describeFields(kind.schema).filter(
    (f) =>
      (item !== undefined || !f.modifyOnly) &&
      (!without.includes(f.name) || item?.data[f.name] !== undefined),
  )
}
