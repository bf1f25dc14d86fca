// What the agent gives the sender, and what it gets back.
import { z } from 'zod'

export const outgoing = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('mail'),
    host: z.string(),
    port: z.int(),
    from: z.string(),
    to: z.array(z.string()),
    subject: z.string(),
    text: z.string(),
  }),
  z.strictObject({ type: z.literal('webhook'), url: z.string(), bodies: z.array(z.unknown()) }),
])
export type Outgoing = z.infer<typeof outgoing>
export type Letter = Extract<Outgoing, { type: 'mail' }>

/** `text`: a whole sentence. `done`: how many bodies were taken, so that the next try leaves those out. */
export const sent = z.strictObject({ ok: z.boolean(), text: z.string(), done: z.int() })
export type Sent = z.infer<typeof sent>
