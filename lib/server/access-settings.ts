// What is set about access: how long sessions last, and whose groups must have a second factor. Read at every request.
import { type AccessSettings, accessSettings } from '../protocol/access.ts'
import { type Author, record } from './audit.ts'
import { db, transaction } from './db.ts'
import { shared } from './shared.ts'

const NAME = 'access'

/** As an appliance comes. */
export const DEFAULT_ACCESS: AccessSettings = {
  idleMinutes: 30,
  latestMinutes: 720,
  unconfirmedMinutes: 60,
  secondFactor: [],
}

const holder = () => shared('access settings', () => ({ now: DEFAULT_ACCESS }))

/** As last saved. */
export const accessNow = (): AccessSettings => holder().now

/** As the console starts: what was saved before. */
export async function readAccess(): Promise<void> {
  const row = await db().accessSetting.findUnique({ where: { name: NAME } })
  holder().now = row ? accessSettings.parse(JSON.parse(row.data)) : DEFAULT_ACCESS
}

export async function saveAccess(author: Author, settings: AccessSettings): Promise<void> {
  const data = JSON.stringify(settings)
  await transaction(async (tx) => {
    await tx.accessSetting.upsert({ where: { name: NAME }, update: { data }, create: { name: NAME, data } })
    await record(tx, author, { action: 'access', before: accessNow(), after: settings })
  })
  holder().now = settings
}
