// Tests: where directory servers run: on this machine, or in one of the lab's (its Namespace fits as it is).
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { until } from '../../verbs/run.ts'

export interface Started {
  output: () => string
  stop: () => Promise<void>
}

export interface Host {
  exec: (args: readonly string[], limit?: number, input?: string) => { code: number | null; stderr: string }
  start: (args: readonly string[]) => Started
}

/** This machine itself. Each program ends by its own pid. */
export const here: Host = {
  exec: ([file = '', ...args], timeout = 60_000, input = '') => {
    const { status, stderr } = spawnSync(file, args, { encoding: 'utf8', timeout, input })
    return { code: status, stderr }
  },
  start: ([file = '', ...args]) => {
    const log = join(mkdtempSync('/tmp/fulcrum-directory-'), 'log')
    const output = openSync(log, 'w')
    const child = spawn(file, args, { stdio: ['ignore', output, output] })
    closeSync(output)
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const stop = async () => {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 3000)
      await ended
      clearTimeout(late)
    }
    return { output: () => readFileSync(log, 'utf8'), stop }
  },
}

/** Throws with what it said. */
export function must(host: Host, args: readonly string[], input = ''): void {
  const { code, stderr } = host.exec(args, 60_000, input)
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`)
}

/** Throws with the program's output when it does not come true within 20 s. */
export async function ready(what: string, started: Started, check: () => boolean): Promise<void> {
  if (!(await until(() => (check() ? true : null), 20_000, 100)))
    throw new Error(`${what} did not get ready: ${started.output()}`)
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0))
    })
  })
