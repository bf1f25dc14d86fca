// What *Maintenance > Passwords* shows: one's own account, and for the group config everybody's.
import type { Prisma } from '../../prisma/generated/client.ts'
import type { AccountView, SessionLine, UsersView } from '../protocol/access.ts'
import { accessNow } from './access-settings.ts'
import { db } from './db.ts'
import { type Caller, liveSession } from './session.ts'
import { listUsers } from './user-admin.ts'

export async function accountOf(caller: Caller): Promise<AccountView> {
  const { userId } = caller
  const user = await db().user.findUniqueOrThrow({ where: { id: userId }, include: { factor: true } })
  return {
    user: user.name,
    local: user.directory === '',
    secondFactor: {
      on: Boolean(user.factor?.confirmedAt),
      required: accessNow().secondFactor.some((g) => g === user.group),
      codesLeft: await db().recoveryCode.count({ where: { userId, usedAt: null } }),
    },
    sessions: await sessions(caller, { userId }),
  }
}

export const everybody = async (caller: Caller): Promise<UsersView> => ({
  users: await listUsers(),
  sessions: await sessions(caller, {}),
  settings: accessNow(),
})

/** Those that live, the newest first. */
async function sessions(caller: Caller, which: Prisma.SessionWhereInput): Promise<SessionLine[]> {
  const rows = await db().session.findMany({
    where: { ...which, endedAt: null },
    include: { user: true },
    orderBy: { createdAt: 'desc' },
  })
  const lives = await Promise.all(rows.map((row) => liveSession(row.id)))
  return rows.flatMap(({ id, userId, user, address, createdAt, lastActivity }, i) =>
    lives[i]
      ? {
          ...{ id, userId, user: user.name, address, own: id === caller.session },
          since: createdAt.getTime(),
          lastActivity: lastActivity.getTime(),
        }
      : [],
  )
}
