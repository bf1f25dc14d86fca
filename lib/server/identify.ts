// Who somebody is by name and password: a local user, or one whom a directory lets in.
import { randomUUID } from 'node:crypto'
import type { LoginAnswer, LoginQuestion } from '../protocol/login.ts'
import { record } from './audit.ts'
import { db, transaction } from './db.ts'
import { askDirectories } from './directory.ts'
import { passwordMatches } from './password.ts'
import { nameKey } from './user-names.ts'
import { localUser, type User } from './users.ts'

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
          before: before ? { user: name, group: before.group } : undefined,
          after: { user: name, group, directory },
        },
      )
    return { user }
  })
