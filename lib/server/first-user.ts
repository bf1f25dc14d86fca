// Program of set-up: makes the first user, with the password it reads on standard input, before the console starts.
// Exits with 0 made, 2 too weak (the reason on standard error), 3 there is a user already.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { openDatabase } from './db.ts'
import { migrate } from './migrate.ts'
import { weakness } from './password.ts'
import { databaseFile, migrationsDir } from './places.ts'
import { createFirstUser, FIRST_USER } from './users.ts'

async function main(): Promise<number> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  mkdirSync(dirname(databaseFile()), { recursive: true, mode: 0o700 })
  await migrate(databaseFile(), migrationsDir())
  const database = openDatabase(databaseFile())
  try {
    if ((await database.user.count()) > 0) return 3
    const why = weakness(password, FIRST_USER)
    if (why) process.stderr.write(`${why}\n`)
    return why ? 2 : (await createFirstUser(database, password)) === 'created' ? 0 : 3
  } finally {
    await database.$disconnect()
  }
}

process.exitCode = await main()
