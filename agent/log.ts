// What the agent tells those who read its log, and how faults are said to people.
import { toStandardError } from './verbs/files.ts'

/** One line to the agent's standard error, with the time in UTC. */
export const say = (text: string): void => toStandardError(`${new Date().toISOString()} ${text}\n`)

/** What a disk that takes nothing says, in sentences that tell what to do. */
const DISK: Record<string, string> = {
  ENOSPC: 'The disk of the state directory is full. Make room on it, then try again.',
  EDQUOT: 'The disk of the state directory is full. Make room on it, then try again.',
  EROFS: 'The disk of the state directory is read-only. Make it writable again, then try again.',
  EIO: 'The disk of the state directory fails. Look at the kernel’s log, and replace the disk.',
}

export const messageOf = (error: unknown): string =>
  diskTrouble(error) ?? (error instanceof Error ? error.message : String(error))

/** The sentence for a disk that takes nothing; null for any other error. */
export const diskTrouble = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? (DISK[String(error.code)] ?? null) : null
