// Verb: which check scripts are installed.
import { accessSync, constants, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { unlessMissing } from './files.ts'

/** File names of the executable scripts, sorted. */
export const scriptsIn = (folder: string): string[] =>
  (unlessMissing(() => readdirSync(folder, { withFileTypes: true })) ?? [])
    .filter((entry) => entry.isFile() && isExecutable(join(folder, entry.name)))
    .map((entry) => entry.name)
    .sort()

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // for root this only fails where no execute bit is set or nothing is there
  }
}
