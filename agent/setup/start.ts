// Entry of `npm start`: everything the appliance needs, then agent and console until Ctrl-C.
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Places } from '../places.ts'
import { consoleSockets, consoleUrls, listenAddresses, machineAddresses } from './addresses.ts'
import { answers } from './answers.ts'
import { sourcesDigest } from './build.ts'
import { FIRST_USER } from './first-user.ts'
import { agentBundle, makeDirectories } from './install.ts'
import { lives, markOf, readLock, removeLock, writeLock } from './lock.ts'
import { placesFromEnvironment } from './places.ts'
import { prepare } from './prepare.ts'
import { endProcess, type Program, type Supervised, supervise } from './supervise.ts'
import { type Environment, Plain, say, until } from './tools.ts'
import { type Account, systemUser } from './users.ts'

const PATIENCE = 60_000
/** Asking costs what the console needs to get ready. */
const ASK_EVERY = 250

/** Sets up, starts, prints the addresses, and stays until it is asked to stop. `digest` is known where this is bundled; a slow machine wants more patience (ms). */
export async function run(digest = sourcesDigest(), patience = PATIENCE): Promise<void> {
  const stopped = stopRequest()
  const places = placesFromEnvironment()
  const listen = listenAddresses(process.env.FULCRUM_LISTEN)
  const owner = await systemUser('fulcrum')
  await systemUser('fulcrum-check')
  await systemUser('fulcrum-login')
  makeDirectories(places, owner)
  await takeLock(places.run)
  const running: Supervised[] = []
  try {
    const machine = await machineAddresses()
    const { release, node, env } = await prepare(places, digest, owner, machine)
    running.push(...startBoth(node, places, programs(places, release, env, listen, owner)))
    say('Starting')
    await Promise.race([ready(listen, places, patience), stopped])
    welcome(consoleUrls(consoleSockets(places, listen), machine))
    await stopped
    say('Stopping the console and the agent')
  } finally {
    await Promise.all(running.map((program) => program.stop()))
    removeLock(places.run)
  }
  say(
    'Stopped. HAProxy and the other daemons keep running and traffic keeps flowing; `npm run down` stops them.',
  )
  process.exit(0)
}

/** Settles at the first Ctrl-C or SIGTERM. Later ones change nothing: stopping is under way, and npm passes each on once more. */
function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
  })
}

/** One `npm start` at a time; what one that was killed left running is ended first. */
async function takeLock(runDirectory: string): Promise<void> {
  const lock = readLock(runDirectory)
  if (lock && lives(lock.start))
    throw new Plain(
      `Fulcrum is already started here (process ${lock.start.pid}). Stop that one first: Ctrl-C there, or npm run down.`,
    )
  writeLock(runDirectory, { start: markOf(process.pid) })
  for (const left of [lock?.console, lock?.agent])
    if (left && lives(left)) await endProcess(left.pid, () => lives(left), 5000)
}

/**
 * A second's look at a thousand services, or their page, leaves megabytes of garbage behind. By default V8 lets the
 * heap grow to several times what lives in it before it clears that away, and glibc keeps up to eight pools for each
 * core and what was freed in them (see `environment`). What lives is 50 MB in the agent and 120 MB in the console then; these limits leave it room for four times that.
 */
const MEMORY = ['--max-semi-space-size=4', '--max-old-space-size=512']

function programs(
  places: Places,
  release: string,
  env: Environment,
  listen: readonly string[],
  account: Account,
): { agent: Program; console: Program } {
  const agent = {
    title: 'The agent',
    args: [...MEMORY, agentBundle(places)],
    cwd: places.agent,
    env,
    log: join(places.agent, 'agent.log'),
  }
  const web = {
    HOSTNAME: '127.0.0.1',
    PORT: '9442',
    FULCRUM_LISTEN: listen.join(','),
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const console = {
    title: 'The console',
    args: [...MEMORY, 'server.js'],
    cwd: release,
    env: { ...env, ...web },
    log: join(places.state, 'console/console.log'),
    account,
  }
  return { agent, console }
}

/** Starts both and writes down who they are, each time one is started again too. */
function startBoth(node: string, places: Places, both: { agent: Program; console: Program }): Supervised[] {
  const note = (name: 'agent' | 'console') => (pid: number) => {
    const lock = readLock(places.run) ?? { start: markOf(process.pid) }
    writeLock(places.run, { ...lock, [name]: markOf(pid) })
  }
  return [supervise(node, both.console, note('console')), supervise(node, both.agent, note('agent'))]
}

/** Waits until the login page comes through the front, as a browser would get it. */
async function ready(listen: readonly string[], places: Places, patience: number): Promise<void> {
  const { state, agent } = places
  const there = () => {
    const { addresses, port } = consoleSockets(places, listen)
    return answers(addresses[0] ?? '0.0.0.0', port)
  }
  if (await until(there, patience, ASK_EVERY)) return
  throw new Plain(
    `The console did not answer within ${patience / 1000} s. See ${join(state, 'console/console.log')} and ${join(agent, 'agent.log')}.`,
  )
}

function welcome(urls: readonly string[]): void {
  say(
    `Fulcrum runs on ${hostname()}. Open one of these in a browser (its certificate is self-signed at first):`,
  )
  for (const url of urls) console.log(`            ${url}`)
  console.log(`            User: ${FIRST_USER}`)
  console.log('            Ctrl-C stops the console and the agent; traffic keeps flowing.')
}
