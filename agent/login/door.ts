// The login unit's door: HTTP over a Unix socket. Only the console's user can reach it, and root, who asks which configuration runs.
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'
import type { LoginConfig } from '../../lib/areas/external-authentication/config.ts'
import { loginQuestion, stillQuestion, testQuestion } from '../../lib/protocol/login.ts'
import type { Logins } from './login.ts'

const LONGEST = 64_000

export interface Given {
  /** As it is now: it may be read again at any time. */
  config: () => LoginConfig
  logins: Logins
  /** Told of every login as one line, without secrets. */
  note: (line: string) => void
}

class Misunderstood extends Error {}

/** Listens on the socket, for its own user and the group of the folder it lies in. */
export function openDoor(path: string, given: Given): Promise<Server> {
  rmSync(path, { force: true })
  const server = createServer((request, response) => {
    answerTo(given, request).then(
      (answer) => send(response, 200, answer),
      (error) => {
        if (!(error instanceof Misunderstood))
          given.note(`fault: ${error instanceof Error ? error.stack : error}`)
        const status = error instanceof Misunderstood ? 400 : 500
        send(response, status, {
          error: status === 400 ? error.message : 'The login unit met a fault of its own.',
        })
      },
    )
  })
  return new Promise((resolve, reject) => {
    const before = process.umask(0o177)
    server.once('error', reject)
    server.listen(path, () => {
      chmodSync(path, 0o660)
      resolve(server)
    })
    process.umask(before)
  })
}

function send(response: ServerResponse, status: number, answer: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
}

async function answerTo({ config, logins, note }: Given, request: IncomingMessage): Promise<unknown> {
  const name = `${request.method} ${request.url}`
  if (name === 'GET /digest') return { digest: config().digest }
  if (name === 'POST /login') {
    const question = await read(request, loginQuestion)
    const answer = await logins.login(config(), question)
    const why = 'why' in answer ? ` (${answer.why})` : ''
    note(`login of ${JSON.stringify(question.user)} from ${question.address}: ${answer.outcome}${why}`)
    return answer
  }
  if (name === 'POST /still') return logins.still(config(), await read(request, stillQuestion))
  if (name === 'POST /test') {
    const answer = await logins.test(config(), await read(request, testQuestion))
    if (!answer) throw new Misunderstood('There is no such directory.')
    return answer
  }
  throw new Misunderstood(`There is no ${name}.`)
}

async function read<S extends z.ZodType>(request: IncomingMessage, schema: S): Promise<z.output<S>> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) {
    body += piece
    if (body.length > LONGEST) throw new Misunderstood('The message is too large.')
  }
  const found = schema.safeParse(asJson(body))
  if (!found.success) throw new Misunderstood(z.prettifyError(found.error))
  return found.data
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Misunderstood('The message is not JSON.')
  }
}
