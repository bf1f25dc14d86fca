// The unprivileged users that the console, the check scripts and the login unit run as.
import { readFileSync } from 'node:fs'
import { run, say } from './tools.ts'

export interface Account {
  name: string
  uid: number
  gid: number
}

/** The account, made as a system user without home and shell if there is none. */
export async function systemUser(name: string): Promise<Account> {
  const found = find(name)
  if (found) return found
  say(`Making the system user ${name}`)
  const home = ['--home-dir', '/nonexistent', '--no-create-home', '--shell', '/usr/sbin/nologin']
  await run('/usr/sbin/useradd', ['--system', '--user-group', ...home, name])
  const made = find(name)
  if (!made) throw new Error(`useradd made no user ${name}`)
  return made
}

function find(name: string): Account | undefined {
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find((f) => f[0] === name)
  return fields && { name, uid: Number(fields[2]), gid: Number(fields[3]) }
}
