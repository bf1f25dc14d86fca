// One machine of the lab: a network namespace, what runs in it and what it answers.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Host } from './host.ts'

export interface Answer {
  code: number | null
  stdout: string
  stderr: string
}

/** A program started in a namespace; its output goes to a file so that nobody needs to read a pipe. */
export interface Daemon {
  pid: number
  output: () => string
  /** Asks it and what it started to end, and waits; insists after three seconds. */
  stop: (signal?: NodeJS.Signals) => Promise<void>
  /** Settles with its exit code when it ends. */
  ended: Promise<number | null>
}

export class Namespace {
  private readonly daemons: Daemon[] = []

  constructor(
    readonly name: string,
    private readonly folder: string,
    private readonly host: Host,
  ) {}

  /** The command line that runs a program here. */
  inside = (args: readonly string[]): string[] =>
    this.host.command(['ip', 'netns', 'exec', this.name, ...args])

  /** Runs a program to its end, at most `limit` milliseconds. Never throws for its exit code. */
  exec(args: readonly string[], limit = 15_000, input = ''): Answer {
    const [file = '', ...rest] = this.inside(args)
    const result = spawnSync(file, rest, { encoding: 'utf8', timeout: limit, input })
    if (result.error && result.signal === null) throw result.error
    return { code: result.status, stdout: result.stdout, stderr: result.stderr }
  }

  /** As `exec`, and throws with what it said when it failed. */
  must(args: readonly string[], limit?: number): string {
    const { code, stdout, stderr } = this.exec(args, limit)
    if (code !== 0) throw new Error(`${this.name}: ${args.join(' ')} ended with ${code}: ${stderr || stdout}`)
    return stdout
  }

  /** Starts a program that stays. `ip netns exec` becomes the program, so the pid is the program's own. */
  start(args: readonly string[], env: Record<string, string> = {}, cwd = this.folder): Daemon {
    const log = `${this.folder}/${this.name}-${this.daemons.length}.log`
    const output = openSync(log, 'w')
    const [file = '', ...rest] = this.inside(args)
    const child = spawn(file, rest, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
      detached: true, // a group of its own, as a terminal gives it
    })
    closeSync(output)
    const daemon = asDaemon(child, log)
    this.daemons.push(daemon)
    return daemon
  }

  /** IP addresses with their prefix, as 192.168.85.100/24. */
  addresses(): string[] {
    type Link = { addr_info: { local: string; prefixlen: number }[] }
    const links = JSON.parse(this.must(['ip', '-j', 'addr'])) as Link[]
    return links.flatMap((link) => link.addr_info.map((a) => `${a.local}/${a.prefixlen}`))
  }

  /** Listening TCP sockets as the kernel has them: 0.0.0.0:9443, [::]:9443. */
  listeners(): string[] {
    const lines = this.must(['ss', '-Hltn']).trim().split('\n')
    return lines.flatMap((line) => line.trim().split(/\s+/)[3] ?? [])
  }

  /** Ends every process of the namespace, whoever started it, and removes it. */
  async remove(): Promise<void> {
    const [file = '', ...args] = this.host.command(['sh', '-c', REMOVE, 'sh', this.name])
    await promisify(execFile)(file, args)
  }

  /** Ids of all its processes, whoever started them. */
  pids(): number[] {
    const [file = '', ...args] = this.host.command(['ip', 'netns', 'pids', this.name])
    return spawnSync(file, args, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean).map(Number)
  }
}

/** Asks all processes to end, insists after a second. One that has ended meanwhile is no error. */
const REMOVE = `
  [ -e "/run/netns/$1" ] || exit 0
  pids() { ip netns pids "$1"; }
  tell() { for pid in $(pids "$2"); do kill "-$1" "$pid" 2>/dev/null; done; }
  tell TERM "$1"
  for waited in $(seq 20); do [ -z "$(pids "$1")" ] && break; sleep 0.05; done
  tell KILL "$1"
  ip netns del "$1"`

function asDaemon(child: ChildProcess, log: string): Daemon {
  const { pid } = child
  if (!pid) throw new Error(`could not start ${child.spawnargs.join(' ')}`)
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const gone = () => child.exitCode !== null || child.signalCode !== null
  return {
    pid,
    output: () => readFileSync(log, 'utf8'),
    ended,
    stop: async (signal = 'SIGTERM') => {
      if (gone()) return
      kill(-pid, signal)
      await Promise.race([ended, sleep(3000)])
      if (!gone()) kill(-pid, 'SIGKILL')
      await ended
    },
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it ended by itself
  }
}
