// Files under construction: lines that know which field they came from.
import type { RenderedFile } from '../model/file.ts'
import type { Path } from '../model/problem.ts'

export interface Line {
  text: string
  origin: Path | null
}

/** A line of our own making, that no field stands behind. */
export const own = (text: string): Line => ({ text, origin: null })

export const from = (origin: Path, text: string): Line => ({ text, origin })

/** The lines as a file that everybody may read. */
export const fileOf = (path: string, lines: readonly Line[]): RenderedFile => ({
  path,
  content: `${lines.map((l) => l.text).join('\n')}\n`,
  mode: 0o644,
  origins: lines.map((l) => l.origin),
})
