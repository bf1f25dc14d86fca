// Talks to the console over HTTPS: by the system's authorities, a named one, or one certificate known by its fingerprint.
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { Refused } from './refused.ts'
import type { Settings } from './settings.ts'

/** The appliance, or its console, does not answer, or is not the one that was named. */
export class Unreachable extends Error {}

/** In ms. */
const CONNECT_WITHIN = 10_000
const ANSWER_WITHIN = 330_000

export class Connection {
  private readonly settings: Settings

  constructor(settings: Settings) {
    this.settings = settings
  }

  /** The answer's JSON. Throws `Refused` with the appliance's own sentence, or `Unreachable`. */
  async call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const socket = await this.open()
    const { status, answer } = await this.send(socket, method, path, body)
    const data = jsonIn(answer)
    if (status >= 200 && status < 300 && data !== undefined) return data as T
    const said = data as { detail?: unknown } | undefined
    if (typeof said?.detail === 'string') throw new Refused(said.detail)
    throw new Unreachable(
      `${this.settings.url.origin} answers ${status}, and is no Fulcrum console, or it is starting.`,
    )
  }

  /** The token goes out only after the other side has shown who it is. */
  private open(): Promise<TLSSocket> {
    const { url, ca, fingerprint } = this.settings
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const isName = !/^[\d.]+$|:/.test(host)
    const options: ConnectionOptions = {
      ...{ host, port: Number(url.port || 443), ALPNProtocols: ['http/1.1'] },
      ...(isName ? { servername: host } : {}),
      ...(ca ? { ca } : {}),
      ...(fingerprint ? { rejectUnauthorized: false } : {}),
    }
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        socket.destroy()
        reject(new Unreachable(`${url.origin} cannot be reached: ${why}`))
      }
      const socket = connect(options, () => {
        socket.setTimeout(0)
        const shown = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase()
        if (fingerprint && shown !== fingerprint) fail(`its certificate is another one (SHA-256 ${shown}).`)
        else resolve(socket)
      })
      socket.setTimeout(CONNECT_WITHIN, () => fail(`no answer within ${CONNECT_WITHIN / 1000} s.`))
      socket.on('error', (error) => fail(`${error.message}.${adviceFor(error)}`))
    })
  }

  private send(
    socket: TLSSocket,
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ status: number; answer: string }> {
    const { url, token } = this.settings
    const content = body === undefined ? undefined : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const away = (error: Error) => reject(new Unreachable(`${url.origin} went away: ${error.message}.`))
      const sent = request(
        {
          ...{
            method,
            path: `/lbadmin/api/v1${path}`,
            createConnection: () => socket,
            timeout: ANSWER_WITHIN,
          },
          headers: {
            ...{ host: url.host, authorization: `Bearer ${token}`, connection: 'close' },
            ...(content === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
          },
        },
        (response) => {
          text(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), away)
        },
      )
      sent.on('timeout', () => sent.destroy(new Error('no answer')))
      sent.on('error', away)
      sent.end(content)
    })
  }
}

const adviceFor = (error: Error): string =>
  'code' in error && /SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|CERT/.test(String(error.code))
    ? ' Set FULCRUM_CA or FULCRUM_FINGERPRINT.'
    : ''

function jsonIn(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    return undefined
  }
}
