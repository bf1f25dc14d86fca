// Keeps one program running while `npm start` does: started again with growing pauses when it ends by itself.
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, constants, fchownSync, fstatSync, ftruncateSync, openSync } from 'node:fs'
import { type Environment, say, sleep, until } from './tools.ts'
import type { Account } from './users.ts'

export interface Program {
  /** As people call it: the console. */
  title: string
  args: readonly string[]
  cwd: string
  env: Environment
  /** Its output goes there, so that it outlives our terminal. */
  log: string
  /** Root when absent. */
  account?: Account
}

export interface Supervised {
  pid: () => number | undefined
  /** Asks it to end, insists after `patience` milliseconds, and does not start it again. */
  stop: (patience?: number) => Promise<void>
}

const LONGEST_PAUSE = 30_000
const LONG_ENOUGH = 60_000
const LARGEST_LOG = 10 * 1024 * 1024

/** Starts the program in a session of its own, so that Ctrl-C reaches only us. */
export function supervise(node: string, program: Program, onStart: (pid: number) => void): Supervised {
  let child: ChildProcess | undefined
  let stopping = false
  let pause = 1000
  const start = () => {
    const startedAt = Date.now()
    child = launch(node, program)
    if (child.pid) onStart(child.pid)
    const ended = (how: string) => {
      child = undefined
      if (stopping) return
      pause = Date.now() - startedAt > LONG_ENOUGH ? 1000 : Math.min(pause * 2, LONGEST_PAUSE)
      say(
        `${program.title} ended (${how}); it is started again in ${pause / 1000} s. Its log: ${program.log}`,
      )
      setTimeout(() => !stopping && start(), pause)
    }
    child.once('error', (error) => ended(error.message))
    child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`))
  }
  start()
  return {
    pid: () => child?.pid,
    stop: async (patience = 5000) => {
      stopping = true
      await end(child, patience)
    },
  }
}

async function end(child: ChildProcess | undefined, patience: number): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await Promise.race([gone, sleep(patience)])
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await gone
}

function launch(node: string, { args, cwd, env, log, account }: Program): ChildProcess {
  const output = openLog(log, account)
  const as = account ? { uid: account.uid, gid: account.gid } : {}
  try {
    return spawn(node, [...process.execArgv, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', output, output],
      ...as,
    })
  } finally {
    closeSync(output)
  }
}

/** The log may lie in a folder that belongs to the unprivileged user, who must not lead root elsewhere by a link. */
function openLog(path: string, account?: Account): number {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants
  const log = openSync(path, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600)
  if (account) fchownSync(log, account.uid, account.gid)
  if (fstatSync(log).size > LARGEST_LOG) ftruncateSync(log)
  return log
}

/** Ends a process that is not our child, known by pid and start time; false when it outlived its limit. */
export async function endProcess(pid: number, isStillIt: () => boolean, patience: number): Promise<boolean> {
  const signal = (name: NodeJS.Signals) => isStillIt() && process.kill(pid, name)
  signal('SIGTERM')
  if (await until(() => !isStillIt(), patience)) return true
  signal('SIGKILL')
  return until(() => !isStillIt(), 2000)
}
