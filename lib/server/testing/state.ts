// For tests: an empty console of its own below a temporary folder, with its database migrated and its areas made.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { db, transaction } from '../db.ts'
import { migrate } from '../migrate.ts'
import { databaseFile, migrationsDir } from '../places.ts'
import { ensureAreas } from '../seed.ts'
import { type Caller, liveSession, openSession } from '../session.ts'
import { createFirstUser } from '../users.ts'

export const GOOD_PASSWORD = 'plain brown horse 7'

/** A state folder and a run folder that go when the file's tests are done. Call it at the top of the file, before anything is opened. */
export function temporaryPlaces(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fulcrum-console-'))
  process.env.FULCRUM_STATE = folder
  process.env.FULCRUM_RUN = folder
  process.env.FULCRUM_DB = join(folder, 'fulcrum.db')
  after(async () => {
    await db().$disconnect()
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** The database with every area, and the first user. */
export async function freshConsole(): Promise<void> {
  await migrate(databaseFile(), migrationsDir())
  await transaction(ensureAreas)
  await createFirstUser(db(), GOOD_PASSWORD)
}

/** The first user, logged in once more. */
export async function someCaller(): Promise<Caller> {
  const user = await db().user.findFirstOrThrow()
  const caller = await liveSession(await openSession(user.id, '192.0.2.7'))
  if (!caller) throw new Error('the session just opened does not live')
  return caller
}
