// Users: the first one, who somebody is by name and password, and a change of one's own password.
import { randomUUID } from 'node:crypto'
import type { User } from '../../prisma/generated/client.ts'
import type { LoginAnswer, LoginQuestion } from '../protocol/login.ts'
import { type Author, record } from './audit.ts'
import { type Database, db, type Transaction, transaction } from './db.ts'
import { askDirectories } from './directory.ts'
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
  await database.user.create({ data: { id: randomUUID(), ...user, createdAt: new Date() } })
  await record(database, { user: 'set-up', address: '' }, { action: 'set-up', after: { user: FIRST_USER } })
  return 'created'
}

export const localUser = (tx: Transaction | Database, name: string): Promise<User | null> =>
  tx.user.findUnique({ where: { directory_key: { directory: '', key: nameKey(name) } } })

/** No directory could be asked: nobody guessed. */
export class DirectoryAway extends Error {}

type Identified = { user: User } | { challenge: { prompt: string; state: string } } | { refused: string }

/**
 * Who this is. A name that exists here is looked at here only, whatever becomes of it, so that no directory learns the
 * password of a local user or stands in for one. Throws `DirectoryAway`.
 */
export async function identify(question: LoginQuestion): Promise<Identified> {
  const local = await localUser(db(), question.user)
  if (local) return byPassword(local, question.password)
  const answer = await askDirectories(question)
  // Takes as long as a local one, so that the time says nothing where there is no directory.
  if (answer.outcome === 'none') return byPassword(null, question.password)
  if (answer.outcome === 'unavailable') throw new DirectoryAway(answer.why)
  if (answer.outcome === 'challenge') return { challenge: answer }
  return answer.outcome === 'accepted' ? directoryUser(answer, question.address) : { refused: answer.why }
}

async function byPassword(user: User | null, password: string): Promise<Identified> {
  const matches = await passwordMatches(user?.passwordHash ?? null, password)
  if (!user || !matches) return { refused: '' }
  return user.disabled ? { refused: 'disabled' } : { user }
}

type Accepted = Extract<LoginAnswer, { outcome: 'accepted' }>

/** Their row, made at the first login; the group is the directory's word of now. */
const directoryUser = ({ user: name, directory, group }: Accepted, address: string): Promise<Identified> =>
  transaction(async (tx) => {
    const key = nameKey(name)
    if (await localUser(tx, name))
      return { refused: 'the directory’s name for this user is that of a local user' }
    const where = { directory_key: { directory, key } }
    const before = await tx.user.findUnique({ where })
    if (before?.disabled) return { refused: 'disabled' }
    const row = { id: randomUUID(), key, directory, passwordHash: '', createdAt: new Date() }
    const user = await tx.user.upsert({
      where,
      update: { name, group },
      create: { ...row, name, group },
    })
    if (before?.group !== group)
      await record(
        tx,
        { user: name, address },
        {
          action: before ? 'user-change' : 'user-add',
          before: before && { user: name, group: before.group },
          after: { user: name, group, directory },
        },
      )
    return { user }
  })

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
