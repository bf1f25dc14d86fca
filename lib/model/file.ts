// What rooms write: files as data, each line knowing the field it came from.
import { z } from 'zod'
import { digestOf } from './document.ts'
import { path } from './problem.ts'

/**
 * One rendered file. `path` is relative to the generation and begins with its unit (`haproxy/haproxy.cfg`).
 * `mode` is 0o644 or 0o600. `origins[n]` is where line n+1 came from.
 */
export const renderedFile = z.strictObject({
  path: z.string().regex(/^[a-z0-9-]+(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/),
  content: z.string(),
  mode: z.union([z.literal(0o644), z.literal(0o600)]),
  origins: z.array(path.nullable()).optional(),
  /** Names of the secrets whose markers stand in it. In all other files such text is only text. */
  secrets: z.array(z.string()).optional(),
})
export type RenderedFile = z.infer<typeof renderedFile>

/** Stands in a rendered file for a secret; the agent puts the value in as it writes. Diffs and documents only ever hold this. */
export const secretMarker = (name: string): string => `@secret:${name}@`
export const SECRET_MARKER = /@secret:([a-z0-9-]+)@/g

export const sameFiles = (a: readonly RenderedFile[], b: readonly RenderedFile[]): boolean =>
  a.length === b.length &&
  a.every((file) => b.some((f) => f.path === file.path && f.content === file.content && f.mode === file.mode))

/** Where a unit's main file shows its digest; `seal` puts it in. */
export const DIGEST_MARKER = '@digest@'

/** The file with the digest of itself (taken with the marker in place) and of the unit's other files, so that the running daemon can tell which configuration it has. */
export const seal = (file: RenderedFile, others: readonly RenderedFile[] = []): RenderedFile =>
  sealWith(file, digestOf([file, ...others].map((f) => `${f.path}\n${f.content}`).join('\0')))

/** The same with a digest that was taken otherwise. */
export const sealWith = (file: RenderedFile, digest: string): RenderedFile => ({
  ...file,
  content: file.content.replace(DIGEST_MARKER, digest),
})
