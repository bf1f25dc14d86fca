// The demo's background process: makes the bridge, keeps the sample machines and their client, and ends all after eight hours.
import { type ChildProcess, spawn } from 'node:child_process'
import { readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { run as runProgram, until } from '../tools.ts'
import { writeMark } from './mark.ts'
import { addressesOf, BRIDGE, CLIENTS, LONGEST, MACHINES, OWN } from './services.ts'

const runDirectory = process.argv[2] ?? ''
const ip = (...args: string[]): Promise<string> => runProgram('ip', args)
const PORT = 'demo-'
const children: ChildProcess[] = []

/** The machines end with their standard input; so they do when this process is killed. */
function end(): void {
  for (const child of children) child.stdin?.end()
  process.exit(0)
}

/** A bridge left by a demo that crashed is used again: the services' addresses are on it. */
async function makeBridge(): Promise<void> {
  const links = JSON.parse(await ip('-j', 'link')) as { ifname: string }[]
  for (const { ifname } of links) if (ifname.startsWith(PORT)) await ip('link', 'del', ifname)
  if (!links.some((l) => l.ifname === BRIDGE)) await ip('link', 'add', BRIDGE, 'type', 'bridge')
  await ip('addr', 'replace', OWN, 'dev', BRIDGE)
  await ip('link', 'set', BRIDGE, 'up')
}

/** Starts a program of the demo in a network namespace that lives as long as it does, and connects it to the bridge. */
async function machine(name: string, args: readonly string[], addresses: readonly string[]): Promise<void> {
  const program = join(import.meta.dirname, `${args[0]}.ts`)
  const child = spawn('unshare', ['--net', process.execPath, '--import', 'tsx', program, ...args.slice(1)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  child.on('exit', (code) => console.error(`${name} ended with ${code}`))
  const ready = new Promise<void>((resolve) => child.stdout?.once('data', () => resolve()))
  const { pid } = child
  if (!pid || !(await until(() => hasOwnNetwork(pid), 5000))) throw new Error(`${name} got no network`)
  const inside = (...command: string[]) =>
    runProgram('nsenter', [`--net=/proc/${pid}/ns/net`, 'ip', ...command])
  const port = `${PORT}${name}`
  await ip('link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid))
  await ip('link', 'set', port, 'master', BRIDGE, 'up')
  for (const address of addresses) await inside('addr', 'add', `${address}/24`, 'dev', 'eth0')
  await inside('link', 'set', 'lo', 'up')
  await inside('link', 'set', 'eth0', 'up')
  await ready
}

const networkOf = (pid: number | 'self'): string => readlinkSync(`/proc/${pid}/ns/net`)
const hasOwnNetwork = (pid: number): boolean => networkOf(pid) !== networkOf('self')

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end)
setTimeout(end, LONGEST)
writeMark(runDirectory, process.pid, false)
await makeBridge()
await Promise.all(MACHINES.map((m) => machine(`machine${m}`, ['machine', String(m)], addressesOf(m))))
await machine('client', ['client'], CLIENTS)
writeMark(runDirectory, process.pid, true)
