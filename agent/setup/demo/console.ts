// The console as a browser uses it: over HTTPS, logged in, by the same actions that its pages call. There is no other door.
import { readFileSync } from 'node:fs'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { isIPv6, isWildcard } from '../../../lib/model/address.ts'
import type {
  ActionResult,
  ConsoleActions,
  ConsoleEvent,
  ItemsView,
  Job,
} from '../../../lib/protocol/console.ts'
import { isEnd } from '../../../lib/protocol/is-end.ts'
import { viewOf } from '../../../lib/protocol/item-pack.ts'
import { itemsSent } from '../../../lib/protocol/items.ts'
import type { Places } from '../../places.ts'
import type { Sockets } from '../addresses.ts'
import { answers } from '../answers.ts'
import { Plain } from '../tools.ts'

type Action = keyof ConsoleActions
const LIMIT = 60_000

export class Console {
  private readonly cookies = new Map<string, string>()

  private constructor(
    private readonly host: string,
    private readonly port: number,
    private readonly certificate: Buffer,
    private readonly actionIds: ReadonlyMap<string, string>,
  ) {}

  /** The console that answers on one of the addresses; undefined when none does. */
  static async at(
    { current }: Places,
    release: () => string,
    { addresses, port }: Sockets,
  ): Promise<Console | undefined> {
    for (const address of addresses)
      if (await answers(address, port)) {
        const loopback = isIPv6(address) ? '::1' : '127.0.0.1'
        const host = isWildcard(address) ? loopback : address
        return new Console(host, port, readFileSync(join(current, 'front/console.crt')), actionsOf(release()))
      }
    return undefined
  }

  /** Throws `Plain` with the console's sentence on a wrong password. */
  async logIn(username: string, password: string): Promise<void> {
    const { csrfToken } = JSON.parse(await this.body('GET', '/api/auth/csrf')) as { csrfToken: string }
    const form = new URLSearchParams({ csrfToken, username, password, json: 'true' })
    const answer = await this.send('POST', '/api/auth/callback/credentials', FORM, String(form))
    const { url } = JSON.parse(await text(answer)) as { url: string }
    const refusal = new URL(url).searchParams.get('error')
    if (answer.statusCode !== 200) throw new Plain(refusal ?? `The console answered ${answer.statusCode}.`)
  }

  /** Calls an action as a page does. Throws `Plain` with the console's sentence when it refuses. */
  async act<A extends Action>(name: A, ...args: Parameters<ConsoleActions[A]>): Promise<Accepted<A>> {
    const id = this.actionIds.get(name)
    if (!id) throw new Error(`this release has no action ${name}`)
    const headers = { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' }
    const said = await this.body('POST', '', headers, JSON.stringify(args))
    const result = /^1:(\{.*\})$/m.exec(said)?.[1]
    if (!result) throw new Error(`the action ${name} answered: ${said.slice(0, 500)}`)
    const answer = JSON.parse(result) as ActionResult
    if (!answer.ok)
      throw new Plain([answer.message, ...(answer.problems ?? []).map((p) => p.message)].join(' '))
    return answer as Accepted<A>
  }

  async items(): Promise<ItemsView> {
    return viewOf(itemsSent.parse(JSON.parse(await this.body('GET', '/api/items?area=layer7'))))
  }

  /** The first event: all that a page knows at its start. */
  async hello(): Promise<Extract<ConsoleEvent, { type: 'hello' }>> {
    for await (const event of this.events()) if (event.type === 'hello') return event
    throw new Error('the console’s stream ended at once')
  }

  /** How the job ended. */
  async ended(id: string): Promise<Job> {
    for await (const event of this.events()) {
      const job = event.type === 'hello' || event.type === 'job' ? event.job : null
      if (job?.id === id && (job.failure !== null || job.progress.some(isEnd))) return job
    }
    throw new Error('the console’s stream ended before the commit did')
  }

  async logOut(): Promise<void> {
    const headers = {
      'next-action': this.actionIds.get('logout') ?? '',
      'content-type': 'text/plain;charset=UTF-8',
    }
    await this.body('POST', '', headers, '[]')
  }

  private async *events(): AsyncGenerator<ConsoleEvent> {
    const stream = await this.send('GET', '/api/events')
    try {
      for await (const line of createInterface({ input: stream }))
        if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as ConsoleEvent
    } finally {
      stream.destroy()
    }
  }

  private body = async (...sent: Parameters<Console['send']>): Promise<string> =>
    text(await this.send(...sent))

  private send(
    method: string,
    path: string,
    headers: OutgoingHttpHeaders = {},
    body = '',
  ): Promise<IncomingMessage> {
    const { host, port, cookies } = this
    const origin = `https://${isIPv6(host) ? `[${host}]` : host}${port === 443 ? '' : `:${port}`}`
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return new Promise((resolve, reject) => {
      const options = {
        ...{ host, port, method, path: `/lbadmin${path}`, timeout: LIMIT },
        // The console's own certificate and no other; whatever names stand in it.
        ...{ ca: this.certificate, checkServerIdentity: () => undefined },
        headers: { origin, cookie, ...headers, 'content-length': Buffer.byteLength(body) },
      }
      const asked = request(options, (answer) => {
        for (const line of answer.headers['set-cookie'] ?? []) this.remember(line)
        resolve(answer)
      })
      asked.on('timeout', () => asked.destroy(new Error('the console is silent')))
      asked.on('error', reject).end(body)
    })
  }

  private remember(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    this.cookies.set(name, value)
  }
}

type Accepted<A extends Action> = Extract<Awaited<ReturnType<ConsoleActions[A]>>, { ok: true }>
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** Ids of the server actions by name, as the release's own list has them. */
function actionsOf(release: string): Map<string, string> {
  type Manifest = { node: Record<string, { exportedName: string }> }
  const file = join(release, '.next/server/server-reference-manifest.json')
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  return new Map(Object.entries(node).map(([id, { exportedName }]) => [exportedName, id]))
}
