// Users of directories while they are logged in: every five minutes their directory is asked whether they still are as before.
import { record } from './audit.ts'
import { db } from './db.ts'
import { stillThere } from './directory.ts'
import { endSessions, lookAgainAt } from './session.ts'
import type { User } from './users.ts'

/** How often each is asked for, and how often it is looked whose turn it is. In ms. */
export const ASK_EVERY = 5 * 60_000
const LOOK_EVERY = 30_000

/** Until the process ends. */
export function keepVouching(): void {
  setInterval(() => {
    vouchAll().catch((e) => console.error('asking directories for their users:', e))
  }, LOOK_EVERY).unref()
}

/** Asks for everybody whose turn it is. `now` in ms since 1970. */
export async function vouchAll(now = Date.now()): Promise<void> {
  const due = { endedAt: null, checkedAt: { lte: new Date(now - ASK_EVERY) } }
  const users = await db().user.findMany({
    where: { NOT: { directory: '' }, sessions: { some: due } },
  })
  await Promise.all(users.map((user) => vouch(user, now)))
}

/** Where nobody can say, nothing is noted: the session ends when that lasts too long. */
async function vouch(user: User, now: number): Promise<void> {
  const { outcome, group, why } = await stillThere({ user: user.name, directory: user.directory })
  if (outcome === 'gone') return logOut(user, why)
  if (outcome !== 'as-before') return
  if (group !== null && group !== user.group) await regroup(user, group)
  const where = { userId: user.id, endedAt: null }
  await db().session.updateMany({ where, data: { checkedAt: new Date(now) } })
  lookAgainAt(user.id)
}

async function logOut({ id, name }: User, why: string): Promise<void> {
  if ((await endSessions({ userId: id })) === 0) return
  const author = { user: name, address: '' }
  await record(db(), author, {
    action: 'logout',
    result: `ended: the directory lets this user in no more: ${why}`,
  })
}

async function regroup({ id, name, directory, group: before }: User, group: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { group } })
    const user = { user: name, directory }
    await record(
      tx,
      { user: name, address: '' },
      {
        action: 'user-change',
        before: { ...user, group: before },
        after: { ...user, group },
      },
    )
  })
}
