// Entry of `npm run demo`: sample servers in a network of their own, and services for them, made as a user makes them; `-- --remove` takes all away.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Places } from '../places.ts'
import { consoleSockets, consoleUrls, listenAddresses, machineAddresses } from './addresses.ts'
import { Console } from './demo/console.ts'
import { addServices, refuseOthersChanges, removeServices } from './demo/items.ts'
import { hasNetwork, removeNetwork, startNetwork } from './demo/network.ts'
import { consolePassword } from './demo/password.ts'
import { NETWORK } from './demo/services.ts'
import { FIRST_USER } from './first-user.ts'
import { placesFromEnvironment } from './places.ts'
import { Plain, say } from './tools.ts'

export async function run(): Promise<void> {
  const [option, ...more] = process.argv.slice(3)
  if (more.length || (option !== undefined && option !== '--remove'))
    throw new Plain('Usage: npm run demo, or npm run demo -- --remove')
  const places = placesFromEnvironment()
  await (option ? remove(places) : make(places))
  process.exit(0) // the machines go on without us
}

async function make(places: Places): Promise<void> {
  const console = await consoleOf(places)
  if (!console)
    throw new Plain('Fulcrum does not run here. Start it with npm start, then call this beside it.')
  await loggedIn(console, async () => {
    await refuseOthersChanges(console)
    say('Starting three sample machines and a client')
    await startNetwork(places.run)
    say('Adding their services')
    await addServices(console)
  })
  say('The demo runs, for eight hours at most; `npm run demo -- --remove` takes it away.')
  const machine = (await machineAddresses()).filter((a) => !a.startsWith(`${NETWORK}.`))
  const sockets = consoleSockets(places, listenAddresses(process.env.FULCRUM_LISTEN))
  for (const url of consoleUrls(sockets, machine)) globalThis.console.log(`            ${url}`)
  globalThis.console.log(
    '            In ten seconds all is up; printer3 is switched off and on every half minute.',
  )
}

async function remove(places: Places): Promise<void> {
  const console = await consoleOf(places)
  if (console) await loggedIn(console, () => removeServices(console))
  const had = await hasNetwork(places.run)
  await removeNetwork(places.run)
  if (had) say('The demo’s machines, their client and their network are gone')
  if (console) return say('Nothing of the demo is left.')
  throw new Plain(
    'Fulcrum does not run here, so services of the demo stay stored: call this again beside npm start.',
  )
}

/** Whatever comes of it, the session does not stay open. */
async function loggedIn(console: Console, run: () => Promise<void>): Promise<void> {
  await console.logIn(FIRST_USER, await consolePassword(FIRST_USER))
  try {
    await run()
  } finally {
    await console.logOut()
  }
}

/** The console of the installed release, asked where it listens; undefined when it does not run. */
async function consoleOf(places: Places): Promise<Console | undefined> {
  const { addresses, port } = consoleSockets(places, listenAddresses(process.env.FULCRUM_LISTEN))
  const all = [...addresses, ...(await machineAddresses())]
  return Console.at(places, () => installedRelease(places), { addresses: all, port })
}

const installedRelease = ({ state, agent }: Places): string =>
  join(state, 'release', readFileSync(join(agent, 'bin/sources-digest'), 'utf8'))
