// Verb: run one check once, now, as HAProxy would, and tell what came back.
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { connect } from 'node:net'
import { type Probe, whereOf } from '../../lib/areas/layer7/probe.ts'
import { SHOWN_BODY, type Tried } from '../../lib/protocol/try-check.ts'
import { askRunner } from './checks.ts'

/** HAProxy's own time for a check, in milliseconds. */
const LIMIT = 3000
/** HAProxy looks for the expected text in what fits its buffer. */
const BUFFER = 16_384

type Outcome = Omit<Tried, 'milliseconds'>
type Of<D extends Probe['do']> = Extract<Probe, { do: D }>

export async function tryProbe(probe: Probe): Promise<Tried> {
  const start = performance.now()
  const outcome = await outcomeOf(probe)
  return { ...outcome, milliseconds: Math.round(performance.now() - start) }
}

function outcomeOf(probe: Probe): Promise<Outcome> {
  switch (probe.do) {
    case 'none':
      return Promise.resolve(plain(true, 'This service checks nothing: its servers always count as up.'))
    case 'connect':
      return tryConnect(probe)
    case 'http':
      return tryHttp(probe)
    case 'script':
      return tryScript(probe)
  }
}

const plain = (ok: boolean, sentence: string): Outcome => ({ ok, sentence, http: null, script: null })

function tryConnect(at: Of<'connect'>): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = connect({ host: at.address, port: at.port })
    const end = (outcome: Outcome) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => end(plain(false, silence(at, 'no answer'))), LIMIT)
    socket.on('connect', () => end(plain(true, `Connected to ${whereOf(at)}.`)))
    socket.on('error', (error) => end(plain(false, failure(at, error))))
  })
}

const silence = (at: Of<'connect'> | Of<'http'>, what: string): string =>
  `${whereOf(at)}: ${what} within ${LIMIT / 1000} s.`

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed before the answer was whole',
  EHOSTUNREACH: 'no route leads there, or nobody is there',
  ENETUNREACH: 'no route leads there',
  EPROTO: 'it does not speak TLS',
}

function failure(at: Of<'connect'> | Of<'http'>, error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const noHttp = code.startsWith('HPE_') ? 'what it answered is no HTTP' : undefined
  const noTls = code.startsWith('ERR_SSL') ? 'it does not speak TLS' : undefined
  return `${whereOf(at)}: ${REASONS[code] ?? noHttp ?? noTls ?? error.message}.`
}

/** The request as HAProxy sends it: no header but Host and Connection. Any certificate is accepted, as in traffic. */
function tryHttp(at: Of<'http'>): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = {
      ...{ host: at.address, port: at.port, method: at.method, path: at.target, agent: false },
      headers: { host: at.host, connection: 'close' },
    }
    const asked = at.tls
      ? tlsRequest({ ...options, rejectUnauthorized: false, servername: '' })
      : plainRequest(options)
    const end = (outcome: Outcome) => {
      clearTimeout(timer)
      asked.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => end(plain(false, silence(at, 'no whole answer'))), LIMIT)
    asked.on('error', (error) => end(plain(false, failure(at, error))))
    asked.on('response', (answer) =>
      bodyOf(answer).then(
        (body) => end(judged(at, answer, body)),
        (error: Error) => end(plain(false, failure(at, error))),
      ),
    )
    asked.end()
  })
}

/** As much as HAProxy would look at. */
async function bodyOf(answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of answer) {
    parts.push(part as Buffer)
    if (parts.reduce((sum, p) => sum + p.length, 0) >= BUFFER) break
  }
  return Buffer.concat(parts).subarray(0, BUFFER)
}

function judged(at: Of<'http'>, answer: IncomingMessage, body: Buffer): Outcome {
  const status = answer.statusCode ?? 0
  const good = status >= 200 && status <= 399
  const found = at.expected === '' ? null : body.includes(at.expected)
  const http = {
    status: `HTTP/${answer.httpVersion} ${status} ${answer.statusMessage ?? ''}`.trim(),
    headers: pairs(answer.rawHeaders),
    body: body.subarray(0, SHOWN_BODY).toString('utf8'),
    cut: body.length > SHOWN_BODY,
    found,
  }
  return { ok: good && found !== false, sentence: verdict(at, status, good, found), http, script: null }
}

function verdict(at: Of<'http'>, status: number, good: boolean, found: boolean | null): string {
  if (!good) return `${whereOf(at)} answered HTTP ${status}; a status from 200 to 399 is needed.`
  if (found === false) return `${whereOf(at)} answered HTTP ${status} without the expected text.`
  return `${whereOf(at)} answered HTTP ${status}${found ? ' with the expected text' : ''}.`
}

const pairs = (raw: readonly string[]): string[] =>
  raw.flatMap((name, i) => (i % 2 === 0 ? [`${name}: ${raw[i + 1] ?? ''}`] : []))

/** By the check runner: as its user, and within its time. */
async function tryScript({ script, question }: Of<'script'>): Promise<Outcome> {
  const ran = await askRunner(question)
  if (!ran) return plain(false, 'The check runner does not answer.')
  const ok = ran.code === 0
  const how =
    ran.failure ?? (ran.code === null ? 'was ended by a signal' : `ended with exit code ${ran.code}`)
  const sentence = ran.failure
    ? `${capital(how)}.`
    : `${script} ${how}: the server counts as ${ok ? 'up' : 'down'}.`
  return { ok, sentence, http: null, script: { code: ran.code, output: ran.output } }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
