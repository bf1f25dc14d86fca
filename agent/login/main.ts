// The login unit, a process of its own as user fulcrum-login: `login.mjs <configuration> <socket>`. SIGHUP: the configuration is read again.
import { readFileSync, realpathSync } from 'node:fs'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type LoginConfig, loginConfig } from '../../lib/areas/external-authentication/config.ts'
import { openDoor } from './door.ts'
import { Logins } from './login.ts'

/** In characters: a directory may name many groups, and anything else. */
const LONGEST_LINE = 2000

const note = (line: string): void => {
  process.stdout.write(
    `${new Date().toISOString()} ${line.replace(/\p{Cc}+/gu, ' ').slice(0, LONGEST_LINE)}\n`,
  )
}

/** Throws without the file's text: it holds secrets. */
function read(file: string): LoginConfig {
  try {
    return loginConfig.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it is not of this release'
    throw new Error(`The configuration cannot be read: ${why}.`)
  }
}

async function main(file: string | undefined, socket: string | undefined): Promise<void> {
  if (!file || !socket) throw new Error('The login unit needs its configuration and its socket.')
  if (process.getuid?.() === 0) throw new Error('The login unit does not run as root.')
  let config = read(file)
  process.on('SIGHUP', () => {
    try {
      config = read(file)
    } catch (error) {
      note(error instanceof Error ? error.message : String(error))
    }
  })
  await openDoor(socket, { config: () => config, logins: new Logins(hostname()), note })
}

// Nothing happens on import.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  main(process.argv[2], process.argv[3]).catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
