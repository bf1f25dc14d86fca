// The key that session cookies are sealed with: made at the console's first start, readable by the console alone.
import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { consoleDir, sessionKeyFile } from './places.ts'
import { shared } from './shared.ts'

export const sessionKey = (): string => shared('session key', readOrMake)

function readOrMake(): string {
  const file = sessionKeyFile()
  if (!existsSync(file)) make(file)
  const key = readFileSync(file, 'utf8').trim()
  if (key.length < 32) throw new Error(`${file} holds no session key. Delete it and start again.`)
  return key
}

/** Written whole beside its place and then named, so that a crash in between leaves no half key. */
function make(file: string): void {
  mkdirSync(consoleDir(), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
  linkSync(draft, file)
  rmSync(draft)
}
