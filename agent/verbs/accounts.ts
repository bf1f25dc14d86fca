// Verb: users and groups of the machine, as /etc says.
import { textOf } from './files.ts'

const fields = (file: string, name: string): string[] | undefined =>
  (textOf(file) ?? '')
    .split('\n')
    .map((line) => line.split(':'))
    .find((parts) => parts[0] === name)

/** Null when there is no such user. */
export function userIds(name: string): { uid: number; gid: number } | null {
  const found = fields('/etc/passwd', name)
  return found ? { uid: Number(found[2]), gid: Number(found[3]) } : null
}

/** Null when there is no such group. */
export function groupId(name: string): number | null {
  const found = fields('/etc/group', name)
  return found ? Number(found[2]) : null
}
