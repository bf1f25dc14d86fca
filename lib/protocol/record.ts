// What is remembered of every commit.
import { z } from 'zod'
import { areaName } from '../model/document.ts'

/** One item that a commit changed. */
export const itemChange = z.strictObject({
  area: areaName,
  item: z.string(),
  change: z.enum(['new', 'modified', 'deleted']),
  label: z.string(),
  kind: z.string(),
  /** Labels of the fields that differ. */
  fields: z.array(z.string()),
})
export type ItemChange = z.infer<typeof itemChange>

/** Kept by the agent beside each generation, so that a list of them needs no document. */
export const commitRecord = z.strictObject({
  generation: z.int().positive(),
  /** The generation it was made on. */
  base: z.int().nonnegative(),
  /** Milliseconds since 1970. */
  at: z.number(),
  author: z.string(),
  areas: z.array(areaName),
  /** The first hundred. */
  changes: z.array(itemChange),
  /** How many there were. */
  changed: z.int(),
  /** What was read back; empty for one whose end the agent did not live to see. */
  readBack: z.array(z.string()),
})
export type CommitRecord = z.infer<typeof commitRecord>
