// Local users: the first one, who somebody is by name and password, and a change of one's own password.
import { randomUUID } from 'node:crypto'
import { record } from './audit.ts'
import { type Database, db } from './db.ts'
import { hashPassword, passwordMatches, weakness } from './password.ts'

/** The user every appliance has from its first start. */
export const FIRST_USER = 'loadbalancer'

/** Makes the first user. `exists`: there is a user already, nothing was changed. Throws on a weak password. */
export async function createFirstUser(database: Database, password: string): Promise<'created' | 'exists'> {
  if ((await database.user.count()) > 0) return 'exists'
  const why = weakness(password, FIRST_USER)
  if (why) throw new Error(why)
  const passwordHash = await hashPassword(password)
  await database.user.create({
    data: {
      id: randomUUID(),
      name: FIRST_USER,
      passwordHash,
      group: 'config',
      createdAt: new Date(),
    },
  })
  await record(database, { user: 'set-up', address: '' }, { action: 'set-up', after: { user: FIRST_USER } })
  return 'created'
}

/** Whose name and password these are, or null: the same answer, as slow, whatever was wrong. */
export async function authenticate(
  name: string,
  password: string,
): Promise<{ id: string; name: string } | null> {
  const user = await db().user.findUnique({ where: { name } })
  const matches = await passwordMatches(user?.passwordHash ?? null, password)
  return user && matches && !user.disabled ? { id: user.id, name: user.name } : null
}

/** Sets a new password after proving the current one. Returns why not, as a whole sentence, or null when done. */
export async function replacePassword(userId: string, current: string, next: string): Promise<string | null> {
  const user = await db().user.findUnique({ where: { id: userId } })
  if (!user || !(await passwordMatches(user.passwordHash, current)))
    return 'The current password is not right.'
  const why = weakness(next, user.name)
  if (why) return why
  if (current === next) return 'The new password is the one you have now.'
  await db().user.update({ where: { id: userId }, data: { passwordHash: await hashPassword(next) } })
  return null
}
