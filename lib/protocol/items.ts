// An area's items on their way to the browser: an applied item that says the same as the stored one goes only once.
import { z } from 'zod'
import { item, same } from '../model/document.ts'
import { type ItemsView, itemsView } from './console.ts'

/** What `GET api/items` answers. */
export const itemsSent = itemsView.extend({
  /** Null when the agent does not answer. */
  applied: z
    .strictObject({
      /** Applied items that are stored otherwise, or not any more. */
      others: z.array(item),
      /** Ids of stored items that are not applied. */
      without: z.array(z.string()),
    })
    .nullable(),
})
export type ItemsSent = z.infer<typeof itemsSent>

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
