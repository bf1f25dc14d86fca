// The agent's door: HTTP over a Unix socket, every message checked both ways.
import { chmodSync, chownSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Facts } from '../lib/model/facts.ts'
import type {
  ConnectionEntry,
  ConnectionsAnswer,
  ConnectionsInput,
  ConnectionsWanted,
  Layer4Status,
} from '../lib/protocol/layer4.ts'
import {
  type Applied,
  type Input,
  type OperationName,
  type Output,
  operations,
  type Progress,
  watchMessage,
} from '../lib/protocol/messages.ts'
import type { CommitRecord } from '../lib/protocol/record.ts'
import type { Tried } from '../lib/protocol/try-check.ts'
import { messageOf, say } from './log.ts'
import { Refused } from './refused.ts'
import type { Watcher } from './watch.ts'

export interface Answers {
  facts: () => Promise<Facts>
  applied: () => Applied
  generations: () => CommitRecord[]
  generation: (input: z.output<typeof operations.generation.input>) => Output<'generation'>
  tryCheck: (input: z.output<(typeof operations)['try-check']['input']>) => Promise<Tried>
  commit: (input: z.output<typeof operations.commit.input>) => AsyncIterable<Progress>
  operate: (input: z.output<typeof operations.operate.input>) => AsyncIterable<Progress>
  setServerStates: (
    input: z.output<(typeof operations)['set-server-states']['input']>,
  ) => Promise<Output<'set-server-states'>>
  keepSecret: (input: z.output<(typeof operations)['keep-secret']['input']>) => void
  forgetSecrets: (input: z.output<(typeof operations)['forget-secrets']['input']>) => Output<'forget-secrets'>
  stateChanges: (
    input: z.output<(typeof operations)['state-changes']['input']>,
  ) => Promise<Output<'state-changes'>>
  auditAppend: (input: Input<'audit-append'>) => Promise<Output<'audit-append'>>
  auditRead: (input: Input<'audit-read'>) => Promise<Output<'audit-read'>>
  counters: () => Promise<Output<'counters'>>
  notifyTest: () => Promise<Output<'notify-test'>>
  notifications: () => Output<'notifications'>
  connections: (input: ConnectionsInput) => Promise<ConnectionsAnswer>
  entries: (wanted: ConnectionsWanted) => AsyncIterable<ConnectionEntry>
  layer4Status: () => Layer4Status
  keepCertificate: (
    input: z.output<(typeof operations)['keep-certificate']['input']>,
  ) => Promise<Output<'keep-certificate'>>
  certificates: () => Output<'certificates'>
  keep: (input: z.output<typeof operations.keep.input>) => Output<'keep'>
  undo: (input: z.output<typeof operations.undo.input>) => Promise<Output<'undo'>>
  watch: (watcher: Watcher) => () => void
}

/** Ten times what 11,000 items take. */
const LARGEST_MESSAGE = 64_000_000

export interface Door {
  /** Opens it again when somebody took the socket's file away: nobody could come in any more. */
  keep: () => Promise<void>
  /** Ends every connection. */
  close: () => void
}

/** Listens on the socket, for root and the group only. */
export async function openDoor(path: string, group: number | null, answers: Answers): Promise<Door> {
  const servers = [await listen(path, group, answers)]
  let file = fileOf(path)
  let closed = false
  const keep = async () => {
    if (closed || fileOf(path) === file) return
    say('the socket was taken away; it is made again')
    servers.at(-1)?.close() // who is inside stays
    mkdirSync(dirname(path), { recursive: true })
    servers.push(await listen(path, group, answers))
    file = fileOf(path)
    if (closed) close()
  }
  const close = () => {
    closed = true
    for (const server of servers) {
      server.close()
      server.closeAllConnections()
    }
  }
  return { keep, close }
}

/** Which file it is; undefined where there is none. */
const fileOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino

function listen(path: string, group: number | null, answers: Answers): Promise<Server> {
  rmSync(path, { force: true })
  const server = createServer((request, response) => {
    handle(answers, request, response).catch((error) => fail(response, error))
  })
  return new Promise((resolve, reject) => {
    // The mode holds from the moment the socket is there.
    const before = process.umask(0o177)
    server.once('error', reject)
    server.listen(path, () => {
      if (group !== null) chownSync(path, 0, group)
      chmodSync(path, 0o660)
      resolve(server)
    })
    process.umask(before)
  })
}

async function handle(answers: Answers, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/watch') return watch(answers, response)
  const name = request.url?.slice(1) ?? ''
  if (request.method !== 'POST' || !isOperation(name)) throw new Refused(`There is no operation ${name}.`)
  const message = await messageIn(request)
  if (name === 'facts') return send(response, operations.facts.output, await answers.facts())
  if (name === 'applied') return send(response, operations.applied.output, answers.applied())
  if (name === 'set-server-states') {
    const { input, output } = operations[name]
    return send(response, output, await answers.setServerStates(parsed(input, message)))
  }
  if (name === 'generations') return send(response, operations.generations.output, answers.generations())
  if (name === 'generation') {
    const input = parsed(operations.generation.input, message)
    return send(response, operations.generation.output, answers.generation(input))
  }
  if (name === 'try-check') {
    const input = parsed(operations[name].input, message)
    return send(response, operations[name].output, await answers.tryCheck(input))
  }
  if (name === 'keep-secret') {
    answers.keepSecret(parsed(operations[name].input, message))
    return send(response, operations[name].output, {})
  }
  if (name === 'forget-secrets')
    return send(
      response,
      operations[name].output,
      answers.forgetSecrets(parsed(operations[name].input, message)),
    )
  if (name === 'notifications') return send(response, operations[name].output, answers.notifications())
  if (name === 'notify-test') return send(response, operations[name].output, await answers.notifyTest())
  if (name === 'counters') return send(response, operations[name].output, await answers.counters())
  if (name === 'audit-append') {
    const input = parsed(operations[name].input, message)
    return send(response, operations[name].output, await answers.auditAppend(input))
  }
  if (name === 'audit-read') {
    const input = parsed(operations[name].input, message)
    return send(response, operations[name].output, await answers.auditRead(input))
  }
  if (name === 'state-changes')
    return send(
      response,
      operations[name].output,
      await answers.stateChanges(parsed(operations[name].input, message)),
    )
  if (name === 'layer4-status') return send(response, operations[name].output, answers.layer4Status())
  if (name === 'layer4-connections') {
    const input = parsed(operations[name].input, message)
    return send(response, operations[name].output, await answers.connections(input))
  }
  if (name === 'layer4-entries')
    return list(response, answers.entries(parsed(operations[name].input, message)))
  if (name === 'keep-certificate')
    return send(
      response,
      operations[name].output,
      await answers.keepCertificate(parsed(operations[name].input, message)),
    )
  if (name === 'certificates') return send(response, operations[name].output, answers.certificates())
  if (name === 'keep')
    return send(response, operations.keep.output, answers.keep(parsed(operations.keep.input, message)))
  if (name === 'undo')
    return send(response, operations.undo.output, await answers.undo(parsed(operations.undo.input, message)))
  if (name === 'commit') return stream(response, answers.commit(parsed(operations.commit.input, message)))
  return stream(response, answers.operate(parsed(operations.operate.input, message)))
}

const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name)

async function messageIn(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_MESSAGE)
    throw new Refused('The message is too large.')
  const body = await text(request)
  try {
    return JSON.parse(body || '{}')
  } catch {
    throw new Refused('The message is not JSON.')
  }
}

function parsed<S extends z.ZodType>(schema: S, message: unknown): z.output<S> {
  const result = schema.safeParse(message)
  if (!result.success) throw new Refused(z.prettifyError(result.error))
  return result.data
}

function send<S extends z.ZodType>(response: ServerResponse, schema: S, answer: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(schema.parse(answer)))
}

/** Goes on to the end whether anybody listens or not: a commit is not undone by a closed connection. */
async function stream(response: ServerResponse, messages: AsyncIterable<Progress>): Promise<void> {
  response.setHeader('content-type', 'application/x-ndjson')
  for await (const message of messages)
    if (!response.destroyed) response.write(`${JSON.stringify(operations.commit.output.parse(message))}\n`)
  response.end()
}

/** Waits for a reader that is slow, as the list may be long, and ends with one that goes away. */
async function list(response: ServerResponse, entries: AsyncIterable<ConnectionEntry>): Promise<void> {
  response.setHeader('content-type', 'application/x-ndjson')
  try {
    await pipeline(Readable.from(asLines(entries)), response)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
      throw error
  }
}

async function* asLines(entries: AsyncIterable<ConnectionEntry>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`
}

/** A watcher that does not read for this many looks is let go; it comes back for a snapshot. */
const LARGEST_BACKLOG = 16_000_000

function watch(answers: Answers, response: ServerResponse): void {
  response.setHeader('content-type', 'application/x-ndjson')
  const end = answers.watch((message) => {
    response.write(`${JSON.stringify(watchMessage.parse(message))}\n`)
    if (response.writableLength > LARGEST_BACKLOG) response.destroy()
  })
  response.on('close', end)
}

function fail(response: ServerResponse, error: unknown): void {
  if (!(error instanceof Refused)) say(`fault: ${error instanceof Error ? error.stack : String(error)}`)
  if (response.headersSent) return void response.destroy()
  response.statusCode = error instanceof Refused ? 400 : 500
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ error: messageOf(error) }))
}
