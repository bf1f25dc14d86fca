// How an area's items are packed for the browser: see item-pack.ts.
import { z } from 'zod'
import { item } from '../model/document.ts'
import { itemsView } from './console.ts'

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
