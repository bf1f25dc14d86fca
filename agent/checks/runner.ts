// Runs one check script for HAProxy: who may ask for what, for how long, and what the answer is.
import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'

/** All of it, in milliseconds: HAProxy gives up after 3 seconds. */
const LIMIT = 2800
/** Two hundred and more servers can be checked every 4 seconds; more at a time would only slow each other down. */
const AT_ONCE = 64
const LONGEST_REASON = 80

export interface Check {
  script: string
  /** Virtual service's address and port, real server's address and port: what a check script gets. */
  args: readonly [string, string, string, string]
}

/** Reads `<script> <vip> <vip port> <rip> <rip port>`. Null when it is anything else. */
export function parseCheck(line: string): Check | null {
  const [script = '', vip = '', vipPort = '', rip = '', ripPort = '', ...more] = line.trim().split(' ')
  const named = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(script)
  const sound = isIP(vip) && isIP(rip) && isPort(vipPort) && isPort(ripPort) && more.length === 0
  return named && sound ? { script, args: [vip, vipPort, rip, ripPort] } : null
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535

/** HAProxy's agent protocol: one line. */
export const answerUp = 'up\n'
/** The space before the reason matters: HAProxy reads words. */
export const answerDown = (why: string): string => `down #${plain(why)}\n`

/** One short line of plain characters: it goes through HAProxy's protocol, its statistics and its log. */
const plain = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/[#,"]/g, ' ')
    .trim()
    .slice(0, LONGEST_REASON - 1) || 'the check failed'

let running = 0
const waiting: (() => void)[] = []

/** How a script ended. */
export interface Ran {
  /** Null when it was ended by a signal, or did not end by itself. */
  code: number | null
  /** What it printed, cut. */
  output: string
  /** Why there is no exit code of its own; null when there is. */
  failure: string | null
}

/** HAProxy's answer. Waits for its turn; the time waited counts. */
export async function runCheck(scripts: string, check: Check): Promise<string> {
  const ran = await inTurn(scripts, check, 'ignore')
  return ran.code === 0 ? answerUp : answerDown(reason(ran))
}

/** The same run, with everything the script printed. */
export const tryCheck = (scripts: string, check: Check): Promise<Ran> => inTurn(scripts, check, 'pipe')

async function inTurn(scripts: string, check: Check, errors: 'ignore' | 'pipe'): Promise<Ran> {
  const end = Date.now() + LIMIT
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await execute(join(scripts, check.script), check, end, errors)
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

const LONGEST_OUTPUT = 2000

function execute(path: string, check: Check, end: number, errors: 'ignore' | 'pipe'): Promise<Ran> {
  const left = end - Date.now()
  if (!isScript(path)) return Promise.resolve(failed(`there is no check script ${check.script}`))
  if (left <= 0) return Promise.resolve(failed('too many checks at once'))
  return new Promise((resolve) => {
    const child = spawn(path, check.args, {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LANG: 'C', NODE_ENV: 'production' },
      detached: true, // a process group of its own, so that what it started ends with it
      stdio: ['ignore', 'pipe', errors],
    })
    const killGroup = () => {
      if (child.pid !== undefined) killQuietly(-child.pid)
    }
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(0, LONGEST_OUTPUT)
      })
    const timer = setTimeout(() => {
      killGroup()
      resolve(failed(`${check.script} had no answer within ${LIMIT / 1000} s`, output))
    }, left)
    child.on('error', (error) => resolve(failed(error.message)))
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      killGroup()
      // The last words may still be in the pipe.
      setImmediate(() => resolve({ code, output, failure: signal && `ended by ${signal}` }))
    })
  })
}

const failed = (failure: string, output = ''): Ran => ({ code: null, output, failure })

/** What stopped it, or else the first line it printed. */
function reason({ code, output, failure }: Ran): string {
  const ended = failure?.startsWith('ended by ') ?? true
  const line = ended ? output.split('\n').find((l) => l.trim()) : undefined
  return line ?? failure ?? `ended with code ${code}`
}

function isScript(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false // whatever keeps us from it keeps it from running
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // The usual case: the whole group has ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
