// One `npm start` at a time for each run directory: who runs, and which processes it started.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A process known by its id and by when it started (clock ticks since boot), because ids are used again. */
const processMark = z.strictObject({ pid: z.int(), started: z.string() })
type ProcessMark = z.infer<typeof processMark>

const lock = z.strictObject({
  start: processMark,
  console: processMark.optional(),
  agent: processMark.optional(),
})
export type Lock = z.infer<typeof lock>

const fileIn = (runDirectory: string) => join(runDirectory, 'start.json')

/** What the last `npm start` wrote down; undefined when there is nothing readable. */
export function readLock(runDirectory: string): Lock | undefined {
  try {
    return lock.parse(JSON.parse(readFileSync(fileIn(runDirectory), 'utf8')))
  } catch {
    return undefined // none yet, or cut off by a power failure: then nothing of it runs either
  }
}

export const writeLock = (runDirectory: string, value: Lock): void =>
  writeFileSync(fileIn(runDirectory), JSON.stringify(value), { mode: 0o600 })

export const removeLock = (runDirectory: string): void => rmSync(fileIn(runDirectory), { force: true })

/** Whether the very process still lives. */
export const lives = (mark: ProcessMark | undefined): boolean =>
  mark !== undefined && startOf(mark.pid) === mark.started

export const markOf = (pid: number): ProcessMark => ({ pid, started: startOf(pid) ?? '' })

/** Field 22 of /proc/<pid>/stat, counted behind the name, which may hold spaces; undefined for a dead process. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? undefined : rest[18]
  } catch {
    return undefined
  }
}
