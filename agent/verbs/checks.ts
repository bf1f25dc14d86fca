// Verb: start the check runner, ask whether it answers, and have it run a script once.
import { statSync } from 'node:fs'
import { connect } from 'node:net'
import { z } from 'zod'
import { CHECKS_PORT } from '../../lib/areas/ports.ts'
import { Refusal } from '../machine.ts'
import { type Places, pidFile } from '../places.ts'
import { textOf } from './files.ts'
import { startDaemon } from './processes.ts'
import { until } from './run.ts'
import { daemonOf } from './units.ts'

export async function startChecks(places: Places, ended: (how: string) => void): Promise<void> {
  if (textOf(places.runner) === null)
    throw new Refusal('checks', `The check runner is not installed at ${places.runner}.`)
  let end: string | null = null
  await startDaemon(daemonOf(places, 'checks'), (how) => {
    end = how
    ended(how)
  })
  const up = await until(async () => (end !== null || (await checksAnswer()) ? true : null), 5000)
  if (end !== null || up === null) throw new Refusal('checks', end ?? 'It was started and does not answer.')
}

/** Stands for its digest: null when it runs the installed bundle, otherwise a text that no digest is equal to. */
export function runnerIsOutdated(places: Places): string | null {
  const started = statSync(pidFile(places, 'checks'), { throwIfNoEntry: false })
  const installed = statSync(places.runner, { throwIfNoEntry: false })
  return started && installed && started.mtimeMs < installed.mtimeMs ? 'outdated' : null
}

/** Whether it answers within a second. A stopped one still takes connections: the kernel does that. */
export function checksAnswer(): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect({ host: '127.0.0.1', port: CHECKS_PORT })
    connection.setTimeout(1000, () => connection.destroy())
    connection.on('connect', () => connection.write('ping\n'))
    connection.on('data', (data) => {
      resolve(data.toString() === 'pong\n')
      connection.destroy()
    })
    connection.on('error', () => resolve(false))
    connection.on('close', () => resolve(false))
  })
}

const ran = z.strictObject({
  code: z.int().nullable(),
  output: z.string(),
  /** Why there is no exit code of the script's own; null when there is. */
  failure: z.string().nullable(),
})

/** A script run once, with all it printed; null when the runner does not answer. `question`: as HAProxy asks it. */
export async function askRunner(question: string): Promise<z.infer<typeof ran> | null> {
  const answer = await runnerSays(`?${question}\n`)
  return answer === '' ? null : ran.parse(JSON.parse(answer))
}

/** All it answers until it closes the connection; empty when nobody does within five seconds. */
const runnerSays = (line: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = ''
    const connection = connect({ host: '127.0.0.1', port: CHECKS_PORT })
    connection.setEncoding('utf8').setTimeout(5000, () => connection.destroy())
    connection.on('connect', () => connection.write(line))
    connection.on('data', (text: string) => {
      answer += text
    })
    connection.on('error', () => resolve(''))
    connection.on('close', () => resolve(answer))
  })
