// Migrations: applied once and in order, refused when they changed, and never at the cost of rows below a remade table.
import assert from 'node:assert/strict'
import { appendFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { adapterFor, openDatabase } from './db.ts'
import { migrate } from './migrate.ts'
import { migrationsDir } from './places.ts'
import { temporaryPlaces } from './testing/state.ts'

const folder = temporaryPlaces()
const file = join(folder, 'm.db')
const dir = join(folder, 'migrations')
cpSync(migrationsDir(), dir, { recursive: true })

const addMigration = (name: string, sql: string) => {
  mkdirSync(join(dir, name))
  writeFileSync(join(dir, name, 'migration.sql'), sql)
}

test('each is applied once', async () => {
  const names = readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? [e.name] : []))
  assert.deepEqual(await migrate(file, dir), names.sort())
  assert.deepEqual(await migrate(file, dir), [])
})

test('a table that is made anew keeps the rows that refer to it', async () => {
  const database = openDatabase(file)
  const now = new Date()
  await database.user.create({
    data: { id: 'u', name: 'anna', key: 'anna', passwordHash: '', group: 'config', createdAt: now },
  })
  await database.session.create({
    data: { id: 's', userId: 'u', createdAt: now, lastActivity: now, address: '' },
  })
  await database.$disconnect()
  addMigration(
    '20990101000000_remake',
    'CREATE TABLE "new_User" AS SELECT * FROM "User"; DROP TABLE "User"; ALTER TABLE "new_User" RENAME TO "User"; CREATE UNIQUE INDEX "User_id" ON "User"("id")',
  )
  await migrate(file, dir)
  assert.equal(await count('Session'), 1)
})

test('one that leaves a broken reference, or fails, is undone whole', async () => {
  addMigration('20990102000000_breaks', `CREATE TABLE "Half" ("n" INTEGER); DELETE FROM "User"`)
  await assert.rejects(migrate(file, dir))
  assert.equal(await count('User'), 1)
  await assert.rejects(count('Half'))
  rmSync(join(dir, '20990102000000_breaks'), { recursive: true })
  assert.deepEqual(await migrate(file, dir), [])
})

test('one that was changed after it was applied, or is unknown, is refused', async () => {
  appendFileSync(join(dir, '20990101000000_remake', 'migration.sql'), '\n')
  await assert.rejects(migrate(file, dir), /changed after it was applied/)
  rmSync(join(dir, '20990101000000_remake'), { recursive: true })
  await assert.rejects(migrate(file, dir), /newer/)
})

async function count(table: string): Promise<number> {
  const connection = await adapterFor(file).connect()
  try {
    const sql = `SELECT count(*) FROM "${table}"`
    return Number((await connection.queryRaw({ sql, args: [], argTypes: [] })).rows[0]?.[0])
  } finally {
    await connection.dispose()
  }
}
