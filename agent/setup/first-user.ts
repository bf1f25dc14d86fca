// The first user's password: from FULCRUM_PASSWORD, or made up and printed once.
import { randomInt } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { capture, type Environment, Plain, say } from './tools.ts'
import type { Account } from './users.ts'

export const FIRST_USER = 'loadbalancer'
const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** Exit codes of lib/server/first-user.ts. */
const MADE = 0
const WEAK = 2
const EXISTS = 3

interface Maker {
  node: string
  release: string
  env: Environment
  account: Account
  /** Root's own note that there is a user, so that a later start need not ask the database. */
  note: string
}

/** Makes the first user where there is none. Answers the password only when it was generated now. Throws `Plain` on a weak one. */
export async function firstUser({ node, release, env, account, note }: Maker): Promise<string | undefined> {
  const given = process.env.FULCRUM_PASSWORD
  if (existsSync(note)) return given ? unused() : undefined
  const password = given || generatedPassword()
  const { uid, gid } = account
  const { code, output } = await capture(node, ['first-user.mjs'], {
    cwd: release,
    env,
    uid,
    gid,
    input: password,
  })
  if (code === WEAK) throw new Plain(`FULCRUM_PASSWORD is too weak. ${output.trim()}`)
  if (code !== MADE && code !== EXISTS) throw new Plain(`The first user could not be made:\n${output.trim()}`)
  writeFileSync(note, '')
  if (code === EXISTS) return given ? unused() : undefined
  return given ? undefined : password
}

const unused = (): undefined =>
  void say(
    'FULCRUM_PASSWORD is not used, there is a user already: change the password under Maintenance > Passwords.',
  )

/** Four groups of five letters and figures that cannot be mistaken for each other: 115 bits. */
const generatedPassword = (): string => Array.from({ length: 4 }, group).join('-')

const group = (): string => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
