// Verb: have a letter or calls of a webhook sent, by a program of its own that has no rights.
import { spawn } from 'node:child_process'
import type { Places } from '../places.ts'
import { type Outgoing, type Sent, sent } from '../sender/messages.ts'
import { PLAIN_ENV } from './run.ts'
import { checkUser } from './units.ts'

/** Longer than the program's own limits. Milliseconds. */
const LIMIT = 70_000

/** Null when it is none. */
function outcomeIn(output: string): Sent | null {
  try {
    return sent.parse(JSON.parse(output))
  } catch {
    return null
  }
}

/** Never rejects: whatever hinders it is what there is to say. */
export function send(places: Places, message: Outgoing): Promise<Sent> {
  return new Promise((resolve) => {
    const failed = (text: string) => resolve({ ok: false, text, done: 0 })
    try {
      const child = spawn(process.execPath, [places.sender], {
        cwd: '/',
        env: PLAIN_ENV,
        stdio: ['pipe', 'pipe', 'pipe'],
        timeout: LIMIT,
        killSignal: 'SIGKILL',
        ...checkUser(),
      })
      const said = { output: '', errors: '' }
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said.output += text
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said.errors += text
      })
      child.on('error', (error) => failed(`The sender cannot be started: ${error.message}.`))
      child.on('close', (code) => {
        const outcome = code === 0 ? outcomeIn(said.output) : null
        if (outcome) resolve(outcome)
        else failed(`The sender ended with ${code ?? 'a signal'}: ${said.errors.trim().split('\n').at(-1)}`)
      })
      // It may end before it has read everything; its exit says why.
      child.stdin.on('error', () => {})
      child.stdin.end(JSON.stringify(message))
    } catch (error) {
      failed(error instanceof Error ? error.message : String(error))
    }
  })
}
