// The agent's client: asks, streams and watches over its Unix socket, and believes nothing that does not parse.
import { type IncomingMessage, request } from 'node:http'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'
import { isEnd } from '../protocol/is-end.ts'
import {
  type Input,
  type OperationName,
  type Output,
  operations,
  type Progress,
  progress,
  type WatchMessage,
  watchMessage,
} from '../protocol/messages.ts'
import { agentSocket } from './places.ts'

/** The agent could not be reached, or went away before its answer was whole. */
export class AgentAway extends Error {}

/** Longest wait for an answer, and for the next line of a commit (a check may wait for a real program), in ms. */
const ANSWER_WITHIN = 10_000
const LINE_WITHIN = 120_000
/** The agent looks about once a second; a watch silent for this long is dead. In ms. */
const LOOK_WITHIN = 5_000

type OfKind<K> = { [N in OperationName]: (typeof operations)[N]['kind'] extends K ? N : never }[OperationName]
type Asked = OfKind<'ask'>
type Streamed = OfKind<'stream'>
type Listed = OfKind<'lines'>

/** One question, one answer. Throws `AgentAway`, or an Error with what the agent said against it. */
export async function ask<N extends Asked>(name: N, input: Input<N>): Promise<Output<N>> {
  const answer = await send('POST', `/${name}`, ANSWER_WITHIN, input)
  return understood(operations[name].output, await whole(answer)) as Output<N>
}

/** The messages of a commit or an operation as they come. Throws `AgentAway` when they stop before the end. */
export async function* stream<N extends Streamed>(name: N, input: Input<N>): AsyncGenerator<Progress> {
  for await (const line of lines(await send('POST', `/${name}`, LINE_WITHIN, input))) {
    const message = understood(progress, line)
    yield message
    if (isEnd(message)) return
  }
  throw new AgentAway('The agent went away before it was done.')
}

/** An answer of any length, piece by piece as it comes. Throws `AgentAway` when it breaks off. */
export async function* list<N extends Listed>(name: N, input: Input<N>): AsyncGenerator<Output<N>> {
  for await (const line of lines(await send('POST', `/${name}`, LINE_WITHIN, input)))
    yield understood(operations[name].output, line) as Output<N>
}

/** Only an agent of another release says what this one does not know. */
function understood<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error('The agent’s answer is not understood: it is of another release. Restart Fulcrum.', {
      cause,
    })
  }
}

/** What the agent sees, from now until the connection ends; then it throws `AgentAway`. */
export async function* watch(): AsyncGenerator<WatchMessage> {
  for await (const line of lines(await send('GET', '/watch', LOOK_WITHIN)))
    yield understood(watchMessage, line)
  throw new AgentAway('The agent closed the connection.')
}

function send(method: string, path: string, timeout: number, input?: unknown): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const away = (why: Error) => reject(new AgentAway('The agent does not answer.', { cause: why }))
    const headers = { 'content-type': 'application/json' }
    const sent = request({ socketPath: agentSocket(), method, path, headers, timeout }, (answer) => {
      if (answer.statusCode === 200) resolve(answer)
      else refusal(answer).then(reject, away)
    })
    sent.on('timeout', () => sent.destroy(new Error(`silent for ${timeout / 1000} s`)))
    sent.on('error', away)
    sent.end(input === undefined ? undefined : JSON.stringify(input))
  })
}

async function refusal(answer: IncomingMessage): Promise<Error> {
  const body = await text(answer)
  return new Error(`The agent refused (${answer.statusCode}): ${sentenceIn(body).slice(0, 2000)}`)
}

/** The agent says why as JSON. */
function sentenceIn(body: string): string {
  try {
    return String((JSON.parse(body) as { error?: unknown }).error ?? body)
  } catch {
    return body
  }
}

async function whole(answer: IncomingMessage): Promise<string> {
  try {
    return await text(answer)
  } catch (e) {
    throw new AgentAway('The agent went away before its answer was whole.', { cause: e })
  }
}

/** The answer line by line. A connection that breaks is an agent that went away. */
async function* lines(answer: IncomingMessage): AsyncGenerator<string> {
  try {
    for await (const line of createInterface({ input: answer, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line !== '') yield line
  } catch (e) {
    throw new AgentAway('The agent went away.', { cause: e })
  } finally {
    answer.destroy()
  }
}
