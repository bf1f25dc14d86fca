// Local users: the first one, one by name, and a change of one's own password. Also used by set-up, before Next runs.
import { randomUUID } from 'node:crypto'
import type { User } from '../../prisma/generated/client.ts'
import { type Author, record } from './audit.ts'
import { type Database, type Transaction, transaction } from './db.ts'
import { hashPassword, passwordMatches, weakness } from './password.ts'
import { nameKey } from './user-names.ts'

export type { User }

/** The user every appliance has from its first start. */
export const FIRST_USER = 'loadbalancer'

/** Makes the first user. `exists`: there is a user already, nothing was changed. Throws on a weak password. */
export async function createFirstUser(database: Database, password: string): Promise<'created' | 'exists'> {
  if ((await database.user.count()) > 0) return 'exists'
  const why = weakness(password, FIRST_USER)
  if (why) throw new Error(why)
  const passwordHash = await hashPassword(password)
  const user = { name: FIRST_USER, key: nameKey(FIRST_USER), passwordHash, group: 'config' }
  await database.$transaction(async (tx) => {
    await tx.user.create({ data: { id: randomUUID(), ...user, createdAt: new Date() } })
    await record(tx, { user: 'set-up', address: '' }, { action: 'set-up', after: { user: FIRST_USER } })
  })
  return 'created'
}

export const localUser = (tx: Transaction | Database, name: string): Promise<User | null> =>
  tx.user.findUnique({ where: { directory_key: { directory: '', key: nameKey(name) } } })

/** Sets a new password of one's own, the current one proven. Returns why not, as a whole sentence, or null when done. */
export async function replacePassword(author: Author, user: User, next: string): Promise<string | null> {
  const why = weakness(next, user.name)
  if (why) return why
  if (await passwordMatches(user.passwordHash, next)) return 'The new password is the one you have now.'
  const data = { passwordHash: await hashPassword(next), mustChange: false }
  await transaction(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data })
    await record(tx, author, { action: 'password' })
  })
  return null
}
