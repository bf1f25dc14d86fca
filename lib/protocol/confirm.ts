// A change that can cut off who made it: how console and agent speak of it until somebody keeps it.
import { z } from 'zod'
import { areaName } from '../model/document.ts'

/** `undone`: it was not kept in time, or somebody undid it. */
export const confirmation = z.strictObject({
  id: z.string(),
  state: z.enum(['waiting', 'undone']),
  /** When it is undone by itself, or would have been: ms since 1970, the agent's clock. */
  until: z.number(),
  areas: z.array(areaName),
  author: z.string(),
  /** Where the console answers by it; null where it answers nowhere. */
  console: z.strictObject({ addresses: z.array(z.string()), port: z.int() }).nullable(),
})
export type Confirmation = z.infer<typeof confirmation>

/** `over`: the configuration that the caller's connection came through, as the web server in front says. */
export const keepInput = z.strictObject({ id: z.string().max(100), over: z.string().max(100) })

/** `other-way`: not over the new connection. `gone`: nothing of that name waits any more. */
export const keepOutcome = z.enum(['kept', 'other-way', 'gone'])
export type KeepOutcome = z.infer<typeof keepOutcome>
