// Which process keeps the demo, written down in the run directory, so that it can be found and ended.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { markOf } from '../lock.ts'

const mark = z.strictObject({
  keeper: z.strictObject({ pid: z.int(), started: z.string() }),
  /** All machines run. */
  ready: z.boolean(),
})
export type Mark = z.infer<typeof mark>

const fileIn = (runDirectory: string): string => join(runDirectory, 'demo.json')
export const logIn = (runDirectory: string): string => join(runDirectory, 'demo.log')

export const writeMark = (runDirectory: string, pid: number, ready: boolean): void =>
  writeFileSync(fileIn(runDirectory), JSON.stringify({ keeper: markOf(pid), ready }), { mode: 0o600 })

/** Undefined when no demo was started, or nothing readable is left of it. */
export function readMark(runDirectory: string): Mark | undefined {
  try {
    return mark.parse(JSON.parse(readFileSync(fileIn(runDirectory), 'utf8')))
  } catch {
    return undefined // none, or cut off by a power failure: then nothing of it runs either
  }
}

export function removeMark(runDirectory: string): void {
  rmSync(fileIn(runDirectory), { force: true })
  rmSync(logIn(runDirectory), { force: true })
}
