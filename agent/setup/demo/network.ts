// The demo's network and the process that keeps it: started in the background, ended and taken away without a trace.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { networkOf } from '../../../lib/model/address.ts'
import { lives } from '../lock.ts'
import { endProcess } from '../supervise.ts'
import { capture, Plain, run as runProgram, until } from '../tools.ts'
import { logIn, readMark, removeMark } from './mark.ts'
import { BRIDGE, OWN } from './services.ts'

const PATIENCE = 20_000

/** Starts bridge, machines and client, unless they run. Throws `Plain` when the network is taken or they do not come up. */
export async function startNetwork(runDirectory: string): Promise<void> {
  if (lives(readMark(runDirectory)?.keeper)) return
  await refuseTakenNetwork()
  removeMark(runDirectory)
  const log = openSync(logIn(runDirectory), 'w', 0o600)
  const program = new URL('keeper.ts', import.meta.url).pathname
  const keeper = spawn(process.execPath, ['--import', 'tsx', program, runDirectory], {
    detached: true, // it outlives this command
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  keeper.unref()
  const over = () => keeper.exitCode !== null || keeper.signalCode !== null
  if ((await until(() => over() || readMark(runDirectory)?.ready === true, PATIENCE)) && !over()) return
  const why = readFileSync(logIn(runDirectory), 'utf8').slice(-2000).trim()
  await removeNetwork(runDirectory)
  throw new Plain(`The demo's machines did not start:\n${why}`)
}

/** Ends the machines and their client and removes the bridge; what is gone already does not matter. */
export async function removeNetwork(runDirectory: string): Promise<void> {
  const mark = readMark(runDirectory)
  if (mark && lives(mark.keeper)) await endProcess(mark.keeper.pid, () => lives(mark.keeper), 5000)
  if (await hasBridge()) await runProgram('ip', ['link', 'del', BRIDGE])
  removeMark(runDirectory)
}

/** Whether there is anything of it. */
export const hasNetwork = async (runDirectory: string): Promise<boolean> =>
  readMark(runDirectory) !== undefined || (await hasBridge())

const hasBridge = async (): Promise<boolean> =>
  (await capture('ip', ['link', 'show', 'dev', BRIDGE])).code === 0

interface Link {
  ifname: string
  addr_info: { local?: string; prefixlen: number }[]
}

async function refuseTakenNetwork(): Promise<void> {
  const links = JSON.parse(await runProgram('ip', ['-j', 'addr'])) as Link[]
  const [own = ''] = OWN.split('/')
  const taken = links.find(
    (l) =>
      l.ifname !== BRIDGE &&
      l.addr_info.some(
        (a) => a.local && !a.local.includes(':') && networkOf(a.local, 24) === networkOf(own, 24),
      ),
  )
  if (taken)
    throw new Plain(`The demo needs the network ${networkOf(own, 24)}, and ${taken.ifname} is in it.`)
}
