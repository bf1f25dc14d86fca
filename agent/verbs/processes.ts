// Verb: start daemons that outlive the agent, and find them again.
import { spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { textOf, unlessHidden, writeWhole } from './files.ts'
import { PLAIN_ENV, until } from './run.ts'

/** How a daemon is started. Its arguments name our own places, which tells it from every other of its kind. */
export interface Daemon {
  program: string
  args: readonly string[]
  cwd: string
  /** Receives what it writes; a file and no pipe, so that it does not depend on the agent. */
  log: string
  pidFile: string
  /** Besides what every program gets. */
  env?: Readonly<Record<string, string>>
  /** Absent: root. */
  user?: { uid: number; gid: number }
}

export interface Process {
  pid: number
  parent: number
  /** Pid of the session's first process; the kernel gives that number to no other while the session lasts. */
  session: number
  /** Clock ticks since boot: with the pid it names one process for ever. */
  startTime: string
}

/** Null when there is no such process, or it is a zombie. */
export function processOf(pid: number): Process | null {
  const stat = textOf(`/proc/${pid}/stat`)
  if (stat === null) return null
  const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return rest[0] === 'Z'
    ? null
    : { pid, parent: Number(rest[1]), session: Number(rest[3]), startTime: rest[19] ?? '' }
}

/** Starts the daemon in a session of its own. `ended` is told when it ends while this agent lives. */
export function startDaemon(daemon: Daemon, ended: (how: string) => void): Promise<Process> {
  return new Promise((resolve, reject) => {
    const log = openSync(daemon.log, 'a', 0o640)
    const child = spawn(daemon.program, daemon.args, {
      cwd: daemon.cwd,
      env: { ...PLAIN_ENV, ...daemon.env },
      detached: true,
      stdio: ['ignore', log, log],
      ...daemon.user,
    })
    closeSync(log)
    child.unref()
    child.on('error', reject)
    child.on('exit', (code, signal) => ended(signal ? `ended by ${signal}` : `ended with code ${code}`))
    child.on('spawn', () => {
      const started = child.pid === undefined ? null : processOf(child.pid)
      if (!started) return reject(new Error(`${basename(daemon.program)} ended as soon as it was started.`))
      writeWhole(daemon.pidFile, `${started.pid} ${started.startTime}\n`, 0o644)
      resolve(started)
    })
  })
}

/** The daemon's process: by its pid file if that still holds, else by its arguments. Null when it does not run. */
export function findDaemon(daemon: Daemon): Process | null {
  const [pid, startTime] = (textOf(daemon.pidFile) ?? '').trim().split(' ')
  const known = pid ? processOf(Number(pid)) : null
  if (known && known.startTime === startTime && isDaemon(daemon, known.pid)) return known
  return searchDaemon(daemon)
}

/** Among all processes; the one that is nobody's child among those that fit (workers have the same arguments). */
function searchDaemon(daemon: Daemon): Process | null {
  const found = allPids()
    .filter((pid) => isDaemon(daemon, pid))
    .map(processOf)
    .filter((p) => p !== null)
  const root = found.find((p) => !found.some((other) => other.pid === p.parent))
  if (root) writeWhole(daemon.pidFile, `${root.pid} ${root.startTime}\n`, 0o644)
  return root ?? null
}

function isDaemon(daemon: Daemon, pid: number): boolean {
  const line = unlessHidden(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  if (!line?.replaceAll('\0', ' ').includes(daemon.args.join(' '))) return false
  return programOf(pid) === basename(daemon.program)
}

export const allPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

/** File name of the process's program; empty when the kernel does not tell. */
export const programOf = (pid: number): string =>
  basename(unlessHidden(() => readlinkSync(`/proc/${pid}/exe`)) ?? '').replace(/ \(deleted\)$/, '')

/** The process and all below it. */
export const familyOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(familyOf)]

/** The kernel leaves children out while another one ends: only what it says twice counts. */
export function childrenOf(pid: number): number[] {
  const read = () => textOf(`/proc/${pid}/task/${pid}/children`) ?? ''
  for (let [before, now] = [read(), read()]; ; [before, now] = [now, read()])
    if (before === now) return now.split(' ').filter(Boolean).map(Number)
}

/** What is left of a daemon whose first process was killed: its workers may hold its ports. Empty while that lives. */
export function leftoversOf(daemon: Daemon): Process[] {
  const first = Number((textOf(daemon.pidFile) ?? '').split(' ')[0])
  if (!first || processOf(first)) return []
  return allPids()
    .map(processOf)
    .filter((p) => p !== null)
    .filter((p) => p.session === first)
}

/** Sends the signal if the process is still that very one. */
export function signal(target: Process, name: NodeJS.Signals): boolean {
  if (processOf(target.pid)?.startTime !== target.startTime) return false
  try {
    process.kill(target.pid, name)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false // it ended just now
    throw error
  }
}

/** Ends the process and waits: SIGTERM, after `grace` milliseconds SIGKILL. Stopped ones (SIGSTOP) are woken for it, its workers too. */
export async function endProcess(target: Process, grace = 5000): Promise<void> {
  const gone = () => (processOf(target.pid)?.startTime === target.startTime ? null : true)
  const family = familyOf(target.pid).map(processOf)
  if (!signal(target, 'SIGTERM')) return
  for (const member of family) if (member) signal(member, 'SIGCONT')
  if (await until(gone, grace)) return
  signal(target, 'SIGKILL')
  await until(gone, 2000)
}
