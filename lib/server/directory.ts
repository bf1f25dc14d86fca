// Asks the unit `login` who somebody is by the directories that are set up. It alone talks to them.
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'
import {
  type LoginAnswer,
  type LoginQuestion,
  loginAnswer,
  type StillAnswer,
  stillAnswer,
  type stillQuestion,
} from '../protocol/login.ts'
import { loginSocket } from './places.ts'

/** Longest wait for an answer, fail-over between servers included. In ms. */
const ANSWER_WITHIN = 20_000

/** Who this is. Whatever goes wrong on the way is `unavailable`; without the unit there is no directory. */
export const askDirectories = (question: LoginQuestion): Promise<LoginAnswer> =>
  askLogin('/login', question, loginAnswer).catch((fault: Error) =>
    isNotThere(fault) ? { outcome: 'none' } : { outcome: 'unavailable', why: fault.message },
  )

/** Whether they are still as they were at their login. */
export const stillThere = (question: z.infer<typeof stillQuestion>): Promise<StillAnswer> =>
  askLogin('/still', question, stillAnswer).catch((fault: Error) => ({
    outcome: 'unavailable',
    group: null,
    why: fault.message,
  }))

const isNotThere = (fault: Error): boolean => 'code' in fault && fault.code === 'ENOENT'

/** Any question to the unit. Throws when it does not answer, or not in time. */
export async function askLogin<S extends z.ZodType>(
  path: string,
  question: object,
  answer: S,
): Promise<z.output<S>> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN)
  return answer.parse(JSON.parse(await sent(path, JSON.stringify(question), signal)))
}

const sent = (path: string, body: string, signal: AbortSignal): Promise<string> =>
  new Promise((done, fail) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const going = request(
      { socketPath: loginSocket(), path, method: 'POST', headers, signal, agent: false },
      (answer) => {
        const whole = text(answer)
        if (answer.statusCode === 200) whole.then(done, fail)
        else whole.then(() => fail(new Error(`the unit login answered ${answer.statusCode}`)), fail)
      },
    )
    going.on('error', fail)
    going.end(body)
  })
