// What every part of the set-up uses: lines for people, programs run to their end, errors that need no stack.
import { spawn } from 'node:child_process'

/** One line of progress, with the seconds since the command began. */
export const say = (text: string): void =>
  console.log(`${`${process.uptime().toFixed(1)} s`.padStart(8)}  ${text}`)

/** An error whose message was written for people; the command ends with it and shows no stack. */
export class Plain extends Error {
  readonly plain = true
}

/** What a program of ours gets to see; nothing of the terminal's own environment. */
export type Environment = Record<string, string> & { NODE_ENV: 'production' }

export interface RunOptions {
  env?: NodeJS.ProcessEnv
  cwd?: string
  uid?: number
  gid?: number
  /** Given to the program on its standard input. */
  input?: string
}

/** Runs a program to its end and answers what it wrote to stdout. Throws `Plain` with its last words when it fails. */
export async function run(file: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, output } = await capture(file, args, options)
  if (code === 0) return stdout
  throw new Plain(`${[file, ...args].join(' ')} failed (${code}):\n${output.slice(-4000).trim()}`)
}

/** Runs a program to its end, whatever its exit code. Rejects only when it cannot be started. */
export function capture(
  file: string,
  args: readonly string[],
  { input = '', ...options }: RunOptions = {},
): Promise<{ code: number | null; stdout: string; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
    let stdout = ''
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    // A program may end without reading its input; its exit code tells then.
    child.stdin.on('error', () => undefined).end(input)
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, output }))
  })
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks until the answer is true; false when `limit` milliseconds have gone by before. */
export async function until(
  ask: () => boolean | Promise<boolean>,
  limit: number,
  every = 50,
): Promise<boolean> {
  const end = Date.now() + limit
  while (Date.now() < end) {
    if (await ask()) return true
    await sleep(every)
  }
  return ask()
}
