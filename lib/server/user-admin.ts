// What a user of the group config does to users: rows of their own, changed at once and never part of a commit.
import { randomUUID } from 'node:crypto'
import type { AddUser, ModifyUser, SetPassword, UserLine } from '../protocol/access.ts'
import type { ActionResult } from '../protocol/console.ts'
import { type Author, type Deed, record } from './audit.ts'
import { db, type Transaction, transaction } from './db.ts'
import { hashPassword, weakness } from './password.ts'
import { removeFactor } from './second-factor.ts'
import { type Caller, endSessions, lookAgainAt } from './session.ts'
import { nameKey } from './user-names.ts'
import { localUser, type User } from './users.ts'

/** Every user, local ones first. */
export async function listUsers(): Promise<UserLine[]> {
  const rows = await db().user.findMany({
    include: { factor: true },
    orderBy: [{ directory: 'asc' }, { key: 'asc' }],
  })
  return rows.map(({ id, name, group, directory, disabled, mustChange, lastLogin, factor }) => ({
    ...{ id, name, group, directory, disabled, mustChange },
    lastLogin: lastLogin?.getTime() ?? null,
    secondFactor: Boolean(factor?.confirmedAt),
  }))
}

/** Why something is not done, as a whole sentence; thrown, it also undoes what was begun. */
class Refused extends Error {}

/** All of it or nothing, with its entry in the trail. `ok: false` with why not. */
async function tried(no: string, run: (tx: Transaction) => Promise<void>): Promise<ActionResult> {
  try {
    await transaction(run)
    return { ok: true }
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault
    return { ok: false, message: `${no}. ${fault.message}` }
  }
}

async function userOf(tx: Transaction, id: string): Promise<User> {
  const user = await tx.user.findUnique({ where: { id } })
  if (!user) throw new Refused('Somebody deleted this user meanwhile.')
  return user
}

/** Asked when all is done and before it is kept: of two who would take away the last one, the second is refused. */
async function keepsConfig(tx: Transaction): Promise<void> {
  const left = await tx.user.count({ where: { directory: '', group: 'config', disabled: false } })
  if (left === 0)
    throw new Refused(
      'This is the last enabled local user of the group config; without one nobody could change anything any more. Add or enable another first.',
    )
}

/** What the trail tells of a user. */
const told = ({
  name,
  group,
  disabled,
  directory,
}: Pick<User, 'name' | 'group' | 'disabled' | 'directory'>) => ({
  user: name,
  group,
  disabled,
  ...(directory === '' ? {} : { directory }),
})

/** Users of directories who are called so are logged out: from now on the name is looked at here only. */
export async function addUser(
  author: Author,
  { name, group, password, mustChange }: AddUser,
): Promise<ActionResult> {
  const why = weakness(password, name)
  if (why) return { ok: false, message: `Not added. ${why}` }
  const passwordHash = await hashPassword(password)
  const user = { name, group, disabled: false, directory: '' }
  const key = nameKey(name)
  const added = await tried('Not added', async (tx) => {
    if (await localUser(tx, name)) throw new Refused(`There is a user ${name} already. Choose another name.`)
    const row = { id: randomUUID(), key, passwordHash, mustChange, createdAt: new Date() }
    await tx.user.create({ data: { ...row, ...user } })
    await record(tx, author, { action: 'user-add', after: told(user) })
  })
  if (added.ok) await endSessions({ user: { key, NOT: { directory: '' } } })
  return added
}

/** Group, and whether they may log in. Who is disabled is out at once. */
export async function modifyUser(author: Author, { id, group, disabled }: ModifyUser): Promise<ActionResult> {
  const done = await tried('Not changed', async (tx) => {
    const before = await userOf(tx, id)
    if (before.directory !== '' && group !== before.group)
      throw new Refused(
        `The group of ${before.name} comes from the directory. Change it there, or how its groups are mapped.`,
      )
    const after = await tx.user.update({ where: { id }, data: { group, disabled } })
    await keepsConfig(tx)
    await record(tx, author, { action: 'user-change', before: told(before), after: told(after) })
  })
  if (done.ok && disabled) await endSessions({ userId: id })
  if (done.ok) lookAgainAt(id)
  return done
}

export async function removeUser(author: Author, id: string): Promise<ActionResult> {
  const done = await tried('Not deleted', async (tx) => {
    const before = await userOf(tx, id)
    await tx.user.delete({ where: { id } })
    await keepsConfig(tx)
    await record(tx, author, { action: 'user-remove', before: told(before) })
  })
  if (done.ok) lookAgainAt(id)
  return done
}

/** A new password for somebody; all their sessions end but the caller's own. */
export async function setPassword(caller: Caller, author: Author, input: SetPassword): Promise<ActionResult> {
  const { id, password, mustChange } = input
  const known = await db().user.findUnique({ where: { id } })
  const why = known && weakness(password, known.name)
  if (why) return { ok: false, message: `Not changed. ${why}` }
  const passwordHash = await hashPassword(password)
  const deed: Deed = { action: 'user-password' }
  const done = await tried('Not changed', async (tx) => {
    const user = await userOf(tx, id)
    if (user.directory !== '')
      throw new Refused(`The password of ${user.name} is kept by the directory. Change it there.`)
    await tx.user.update({ where: { id }, data: { passwordHash, mustChange } })
    await record(tx, author, { ...deed, after: { user: user.name, mustChange } })
  })
  if (done.ok) await endSessions({ userId: id, NOT: { id: caller.session } })
  if (done.ok) lookAgainAt(id)
  return done
}

/** For somebody who lost both device and recovery codes. */
export async function resetFactor(author: Author, id: string): Promise<ActionResult> {
  const user = await db().user.findUnique({ where: { id } })
  if (!user) return { ok: false, message: 'Not turned off. Somebody deleted this user meanwhile.' }
  await removeFactor(author, id, user.name)
  lookAgainAt(id)
  return { ok: true }
}
