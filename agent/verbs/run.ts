// Verb: run one program to its end, by arguments and never by a shell.
import { spawn } from 'node:child_process'

export interface Ended {
  /** Null when a signal ended it. */
  code: number | null
  output: string
  errors: string
}

/** Environment of every program the agent starts: nothing of the agent's own. */
export const PLAIN_ENV: NodeJS.ProcessEnv = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C',
  NODE_ENV: 'production',
}

/** Rejects when the program cannot be started; after `limit` milliseconds it is killed and `code` is null. */
export function run(program: string, args: readonly string[], cwd = '/', limit = 10_000): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: PLAIN_ENV,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limit,
      killSignal: 'SIGKILL',
    })
    let output = ''
    let errors = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output, errors }))
  })
}

/** The program's output. Throws with its own last line when it fails. */
export async function outputOf(program: string, args: readonly string[]): Promise<string> {
  const ended = await run(program, args)
  if (ended.code === 0) return ended.output
  const why = ended.errors.trim().split('\n').at(-1)
  throw new Error(`${program} ${args.join(' ')}: ${why || `ended with ${ended.code ?? 'a signal'}`}`)
}

/** Milliseconds of a core that this process has taken so far. */
export function cpuTaken(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Asks again every `every` ms until the answer is not null, or gives null after `limit` ms. */
export async function until<T>(
  ask: () => T | null | Promise<T | null>,
  limit: number,
  every = 40,
): Promise<T | null> {
  const end = Date.now() + limit
  for (;;) {
    const answer = await ask()
    if (answer !== null || Date.now() >= end) return answer
    await pause(every)
  }
}
