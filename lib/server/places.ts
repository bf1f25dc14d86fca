// Where the console finds and keeps things: all from two variables, as design section 2 says.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const stateDir = (): string => process.env.FULCRUM_STATE ?? '/var/lib/fulcrum'
export const runDir = (): string => process.env.FULCRUM_RUN ?? '/run/fulcrum'

export const consoleDir = (): string => join(stateDir(), 'console')
export const databaseFile = (): string => process.env.FULCRUM_DB ?? join(consoleDir(), 'fulcrum.db')
export const sessionKeyFile = (): string => join(consoleDir(), 'session.key')
export const agentSocket = (): string => join(runDir(), 'agent.sock')
/** Where the unit `login` answers; not there while no directory is set up. */
export const loginSocket = (): string => join(runDir(), 'login.sock')

/** What FULCRUM_LISTEN said when it was followed last. */
export const listenFile = (): string => join(consoleDir(), 'listen')

/** Below the folder the process was started in: the release, or the checkout under development. */
export const migrationsDir = (): string => join(process.cwd(), 'prisma', 'migrations')

/** The release's own version, as package.json has it. */
export const version = once(() => {
  const file: { version: string } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8'))
  return file.version
})

/** Addresses the console and the fallback page are to answer on. */
export const listenAddresses = (): string[] =>
  (process.env.FULCRUM_LISTEN ?? '0.0.0.0,::')
    .split(',')
    .map((a) => a.trim())
    .filter((a) => a !== '')

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
