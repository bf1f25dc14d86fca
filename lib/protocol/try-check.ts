// What came back from a check that was run once.
import { z } from 'zod'

/** As much of an answer's body as is shown, in bytes. */
export const SHOWN_BODY = 2048

export const tried = z.strictObject({
  /** Whether HAProxy would call the server up. */
  ok: z.boolean(),
  /** What happened, as a whole sentence. */
  sentence: z.string(),
  /** From the first packet to the end. */
  milliseconds: z.number(),
  /** An HTTP check that got an answer. */
  http: z
    .strictObject({
      /** HTTP/1.1 200 OK */
      status: z.string(),
      /** Name: value, as sent. */
      headers: z.array(z.string()),
      /** The first 2 kB. */
      body: z.string(),
      /** Whether there was more. */
      cut: z.boolean(),
      /** Whether the expected text is there; null when none is expected. */
      found: z.boolean().nullable(),
    })
    .nullable(),
  /** A script that was run. `code` is null when it was ended by a signal. */
  script: z.strictObject({ code: z.int().nullable(), output: z.string() }).nullable(),
})
export type Tried = z.infer<typeof tried>

/** `POST api/try-check`: a stored service with these values, against one of its stored servers. */
export const tryInput = z.strictObject({
  service: z.string(),
  server: z.string(),
  values: z.record(z.string(), z.unknown()),
})
export type TryInput = z.input<typeof tryInput>
