// Brings the database file to the release's schema, by the SQL below prisma/migrations, without Prisma's engines.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { adapterFor } from './db.ts'

/** As Prisma keeps it, so that its own tools understand the file. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
);`

interface Migration {
  name: string
  sql: string
  checksum: string
}

/**
 * Applies what is missing, in order, each wholly or not at all. Returns the names applied.
 * Throws when the file is of a newer release, or a migration was changed after it was applied.
 */
export async function migrate(file: string, dir: string): Promise<string[]> {
  const connection = await adapterFor(file).connect()
  try {
    await connection.executeScript(`PRAGMA journal_mode=WAL; ${TABLE}`)
    const done = await connection.queryRaw({
      sql: 'SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL',
      args: [],
      argTypes: [],
    })
    const missing = missingOf(
      migrationsIn(dir),
      new Map(done.rows.map(([name, sum]) => [String(name), String(sum)])),
    )
    for (const m of missing) await connection.executeScript(script(m))
    return missing.map((m) => m.name)
  } finally {
    await connection.dispose()
  }
}

function migrationsIn(dir: string): Migration[] {
  return readdirSync(dir)
    .filter((name) => existsSync(join(dir, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

function missingOf(known: Migration[], done: Map<string, string>): Migration[] {
  for (const name of done.keys())
    if (!known.some((m) => m.name === name))
      throw new Error(
        `The database has migration ${name}, which this release does not know: it was used by a newer one.`,
      )
  for (const m of known)
    if ((done.get(m.name) ?? m.checksum) !== m.checksum)
      throw new Error(`Migration ${m.name} was changed after it was applied to this database.`)
  return known.filter((m) => !done.has(m.name))
}

/**
 * `foreign_keys` can only change outside a transaction; left on, a table that a migration makes anew would take the
 * rows of its children with it. The table with the CHECK makes the script fail, and roll back, on a broken reference.
 */
const script = (m: Migration): string => `
PRAGMA foreign_keys=OFF;
BEGIN IMMEDIATE;
${m.sql};
CREATE TEMP TABLE "_broken_references" ("n" INTEGER CHECK ("n" = 0));
INSERT INTO "_broken_references" SELECT count(*) FROM pragma_foreign_key_check;
DROP TABLE temp."_broken_references";
INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
VALUES ('${randomUUID()}', '${m.checksum}', '${m.name}', current_timestamp, current_timestamp, 1);
COMMIT;
PRAGMA foreign_keys=ON;
`
