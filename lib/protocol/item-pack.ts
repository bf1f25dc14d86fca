// An area's items on their way to the browser: an applied item that says the same as the stored one goes only once.
// Without the schemas: pages that show items need not carry them.
import type { Item } from '../model/document.ts'
import { same } from '../model/same.ts'
import type { ItemsView } from './console.ts'
import type { ItemsSent } from './items.ts'

/** The type of an answer whose JSON is compressed by gzip, and what somebody accepts who wants it so. */
export const COMPRESSED = 'application/gzip'

export function sentOf({ applied, ...view }: ItemsView): ItemsSent {
  if (!applied) return { ...view, applied }
  const stored = new Map(view.items.map(({ rev: _, ...stored }) => [stored.id, stored]))
  return {
    ...view,
    applied: {
      others: Object.values(applied).filter((i) => !same(i, stored.get(i.id))),
      without: view.items.map((i) => i.id).filter((id) => !applied[id]),
    },
  }
}

/** The same again as it was before `sentOf`; an applied item that is stored alike is the very same object. */
export function viewOf({ applied, ...view }: ItemsSent): ItemsView {
  if (!applied) return { ...view, applied }
  const without = new Set(applied.without)
  // Loops: with thousands of items, lists of pairs take as long as all the rest of a page.
  const all: Record<string, Item> = {}
  for (const item of view.items) if (!without.has(item.id)) all[item.id] = item
  for (const item of applied.others) all[item.id] = item
  return { ...view, applied: all }
}
