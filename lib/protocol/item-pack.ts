// An area's items on their way to the browser: an applied item that says the same as the stored one goes only once.
// Without the schemas: pages that show items need not carry them.
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
  const all = Object.fromEntries([...view.items, ...applied.others].map((i) => [i.id, i]))
  for (const id of applied.without) delete all[id]
  return { ...view, applied: all }
}
