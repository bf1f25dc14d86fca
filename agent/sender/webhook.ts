// Calls of a webhook, one after another, and a sentence on what came of them.
import { type IncomingMessage, request as plain } from 'node:http'
import { request as secure } from 'node:https'
import type { Sent } from './messages.ts'
import { addressOf } from './name.ts'

const WITHIN = 5000

/** Stops at the first that fails, or when `end` (milliseconds since 1970) is near. */
export async function callWebhook(url: string, bodies: readonly unknown[], end: number): Promise<Sent> {
  let done = 0
  try {
    const target = new URL(url)
    await addressOf(target.hostname.replace(/^\[|\]$/g, ''))
    let text = ''
    for (const body of bodies) {
      if (Date.now() > end - WITHIN) throw new Error('The webhook answers too slowly for so many changes.')
      text = await post(target, body)
      done += 1
    }
    return { ok: true, text, done }
  } catch (error) {
    return { ok: false, text: error instanceof Error ? error.message : String(error), done }
  }
}

/** Answers or throws with a whole sentence. */
async function post(target: URL, body: unknown): Promise<string> {
  const answer = await answerTo(target, JSON.stringify(body))
  const status = `HTTP ${answer.statusCode}${answer.statusMessage ? ` ${answer.statusMessage}` : ''}`
  answer.resume() // what it says besides is of no interest, but must be read for the connection to end
  if (answer.statusCode && answer.statusCode >= 200 && answer.statusCode < 300)
    return `${target.host} answered ${status}.`
  throw new Error(`${target.host} answered ${status}.`)
}

function answerTo(target: URL, body: string): Promise<IncomingMessage> {
  const start = target.protocol === 'https:' ? secure : plain
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Fulcrum',
  }
  return new Promise((resolve, reject) => {
    const asked = start(target, { method: 'POST', headers, timeout: WITHIN, agent: false }, resolve)
    const limit = setTimeout(() => asked.destroy(new Error('time-out')), WITHIN)
    asked.on('timeout', () => asked.destroy(new Error('time-out')))
    asked.on('close', () => clearTimeout(limit))
    asked.on('error', (error) => reject(new Error(sentence(error, target))))
    asked.end(body)
  })
}

function sentence(error: Error & { code?: string }, { host }: URL): string {
  if (error.message === 'time-out') return `${host} did not answer within 5 s.`
  if (error.code === 'ECONNREFUSED') return `${host} refuses connections.`
  if (error.code === 'EHOSTUNREACH' || error.code === 'ENETUNREACH') return `No way leads to ${host}.`
  if (error.code === 'ECONNRESET') return `${host} closed the connection without an answer.`
  return `${host}: ${error.message.replace(/\.?$/, '.')}`
}
