// What the History and Backup & Restore pages ask and are told.
import { z } from 'zod'
import { document } from '../model/document.ts'
import { level } from '../model/problem.ts'
import { change, planView } from './console.ts'
import { commitRecord } from './record.ts'

/** `GET api/history`: every commit that is kept, newest first. */
export const historyView = z.strictObject({
  current: z.int().nonnegative(),
  commits: z.array(commitRecord),
})
export type HistoryView = z.infer<typeof historyView>

/** `GET api/history/<n>`: one commit, with the difference in every file; null where the one before is not kept. */
export const commitView = z.strictObject({
  record: commitRecord,
  current: z.int().nonnegative(),
  files: planView.shape.files.nullable(),
})
export type CommitView = z.infer<typeof commitView>

/** A finding in a configuration that is not the saved one: where, in its own labels, and what. */
export const fileProblem = z.strictObject({ where: z.string(), message: z.string(), level })
export type FileProblem = z.infer<typeof fileProblem>

/** A whole configuration that would take the place of the saved one: a former commit, or a file. */
export const replacement = z.strictObject({
  plan: planView,
  /** Those of the plan, each with its place in words. */
  problems: z.array(fileProblem),
  /** Saved and not running: what would be overwritten. */
  waiting: z.array(change),
  /** Labels of copies that nobody has updated yet: they stay. */
  drafts: z.array(z.string()),
  /** Whether anything at all would change, saved or running. */
  changes: z.boolean(),
  /** Stands for all this was computed from; whoever agrees to it sends it back. */
  seen: z.string(),
})
export type Replacement = z.infer<typeof replacement>

/** What an export is, and what an import takes. `format` grows when this shape does. */
export const EXPORT_FORMAT = 1
export const exported = z.strictObject({
  product: z.literal('Fulcrum'),
  format: z.literal(EXPORT_FORMAT),
  /** The release that wrote it. */
  release: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  appliance: z.string(),
  documents: z.array(document),
})
export type Exported = z.infer<typeof exported>

/** `POST api/import` with the file: what it would do, or why it cannot be taken. */
export const importView = z.strictObject({
  /** Why the file itself is refused; empty when it is not. */
  refused: z.array(fileProblem),
  /** Null when the file itself is refused. */
  replacement: replacement.nullable(),
  /** Who wrote it, and when; null when that cannot be read. */
  origin: z.strictObject({ release: z.string(), at: z.string(), appliance: z.string() }).nullable(),
})
export type ImportView = z.infer<typeof importView>
