// Tests: a network namespace with one interface, and processes in it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Places } from '../places.ts'
import { bundle } from './bundle.ts'

export interface Namespace {
  name: string
  /** Runs a command in it to its end; its output. */
  run: (...command: string[]) => string
  start: (command: readonly string[], env?: Record<string, string>) => ChildProcess
  remove: () => void
}

/** `address` with its mask's length: 10.99.0.1/24. */
export function makeNamespace(name: string, address: string): Namespace {
  const within = (command: readonly string[]) => ['netns', 'exec', name, ...command]
  const run = (...command: string[]) => execFileSync('ip', within(command), { encoding: 'utf8' })
  execFileSync('ip', ['netns', 'add', name])
  run('ip', 'link', 'set', 'lo', 'up')
  run('ip', 'link', 'add', 'lan', 'type', 'veth', 'peer', 'name', 'far')
  run('ip', 'link', 'set', 'far', 'up')
  run('ip', 'addr', 'add', address, 'dev', 'lan')
  run('ip', 'link', 'set', 'lan', 'up')
  return {
    name,
    run,
    start: (command, env = {}) =>
      spawn('ip', within(command), {
        env: { ...process.env, ...env },
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    remove: () => void execFileSync('ip', ['netns', 'del', name]),
  }
}

/** Starts an agent in the namespace; resolves when it is ready. `ip netns exec` becomes the agent: the same process. */
export async function agentIn(
  namespace: Namespace,
  places: Places,
  file: string,
  killAfter?: number,
  env: Record<string, string> = {},
): Promise<ChildProcess> {
  const child = namespace.start(
    [process.execPath, file, ...(killAfter === undefined ? [] : [String(killAfter)])],
    { FULCRUM_STATE: places.state, FULCRUM_RUN: places.run, ...env },
  )
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`the agent ended with ${code}`)))
  })
  return child
}

/** `agent.mjs down` in the namespace: stops every unit and takes its addresses away. */
export async function downIn(namespace: Namespace, places: Places): Promise<void> {
  const file = join(places.state, 'agent.mjs')
  await bundle('main.ts', file)
  const variables = [`FULCRUM_STATE=${places.state}`, `FULCRUM_RUN=${places.run}`]
  namespace.run('env', ...variables, process.execPath, file, 'down')
}

export const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()))

/** Ends the process as a power cut would. */
export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await ended(child)
}

/** Everything the process has still to say, once its input ends. */
export function lastWords(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('nothing to read from')
  const said = text(child.stdout)
  child.stdin?.end()
  return said
}
