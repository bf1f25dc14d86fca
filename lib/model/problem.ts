// What a rule found: which, where, how bad. The sentences stand in errors.ts.
import { z } from 'zod'
import { areaName } from './document.ts'

/** Where something belongs: an area, one of its items (id), one of that item's fields (the schema's key). */
export const path = z.strictObject({
  area: areaName,
  item: z.string().optional(),
  field: z.string().optional(),
})
export type Path = z.infer<typeof path>

/** `error` blocks the commit of its area, `warning` blocks nothing. */
export const level = z.enum(['error', 'warning'])
export type Level = z.infer<typeof level>

export const problem = z.strictObject({ code: z.string(), path, message: z.string(), level })
export type Problem = z.infer<typeof problem>
