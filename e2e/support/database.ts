// The console's database as root reads and changes it: for what would take a test half an hour.
import { join } from 'node:path'
import { type Database, openDatabase } from '../../lib/server/db.ts'
import type { Appliance } from '../lab/appliance.ts'

export const withDatabase = async <T>(
  appliance: Appliance,
  run: (database: Database) => Promise<T>,
): Promise<T> => {
  const database = openDatabase(join(appliance.state, 'console/fulcrum.db'))
  try {
    return await run(database)
  } finally {
    await database.$disconnect()
  }
}

/** As if nobody had done anything in any session for so many minutes. Returns since when. */
export function makeIdle(appliance: Appliance, minutes: number): Promise<number> {
  const lastActivity = new Date(Date.now() - minutes * 60_000)
  return withDatabase(appliance, async (database) => {
    await database.session.updateMany({ where: { endedAt: null }, data: { lastActivity } })
    return lastActivity.getTime()
  })
}

/** When somebody did something last, in ms since 1970; of the sessions that live. */
export const lastActivity = (appliance: Appliance): Promise<number> =>
  withDatabase(appliance, async (database) => {
    const live = await database.session.findMany({ where: { endedAt: null } })
    return Math.max(...live.map((s) => s.lastActivity.getTime()))
  })

/** Results of all log-outs, the newest last. */
export const logouts = (appliance: Appliance): Promise<string[]> =>
  withDatabase(appliance, async (database) => {
    const rows = await database.audit.findMany({ where: { action: 'logout' }, orderBy: { id: 'asc' } })
    return rows.map((r) => r.result)
  })
