// Only one agent for one state directory.
import { linkSync, rmSync } from 'node:fs'
import { textOf, writeNew } from './verbs/files.ts'
import { processOf } from './verbs/processes.ts'

/** Takes the lock, and returns what gives it back. Throws when another agent holds it; one left by a dead agent counts for nothing. */
export function takeLock(path: string): () => void {
  const me = processOf(process.pid)
  const mine = `${path}.${process.pid}`
  rmSync(mine, { force: true })
  writeNew(mine, `${process.pid} ${me?.startTime}\n`, 0o600)
  try {
    while (!linked(mine, path)) {
      const holder = holderOf(path)
      if (holder !== null) throw new Error(`Another agent (process ${holder}) works on this state directory.`)
      rmSync(path, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return () => rmSync(path, { force: true })
}

/** A link is made whole or not at all, so nobody reads half a lock. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function holderOf(path: string): number | null {
  const [pid, startTime] = (textOf(path) ?? '').trim().split(' ')
  const holder = processOf(Number(pid))
  return holder && holder.startTime === startTime ? holder.pid : null
}
