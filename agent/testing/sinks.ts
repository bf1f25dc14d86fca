// Tests: a mail relay and a webhook that remember what they got, and refuse on demand.
import { createServer as createWeb } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Sink {
  port: number
  close: () => Promise<void>
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))

const listening = (server: Server, host: string): Promise<number> =>
  new Promise((resolve) => server.listen(0, host, () => resolve((server.address() as AddressInfo).port)))

export interface MailSink extends Sink {
  /** Whole letters, headers included. */
  letters: string[]
  /** Answered to RCPT TO instead of 250, as often as there are entries. */
  refusals: string[]
}

/** SMTP as far as a letter needs it. */
export async function mailSink(host: string): Promise<MailSink> {
  const letters: string[] = []
  const refusals: string[] = []
  const server = createServer((socket) => converse(socket, letters, refusals))
  const port = await listening(server, host)
  return { port, letters, refusals, close: () => closed(server) }
}

function converse(socket: Socket, letters: string[], refusals: string[]): void {
  let buffer = ''
  let inside = false
  socket.on('error', () => {})
  socket.write('220 sink ESMTP\r\n')
  socket.setEncoding('utf8').on('data', (part: string) => {
    buffer += part
    for (let end = buffer.indexOf('\r\n'); !inside && end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end)
      buffer = buffer.slice(end + 2)
      inside = /^DATA/i.test(line)
      socket.write(`${answerTo(line, refusals)}\r\n`)
      if (/^QUIT/i.test(line)) socket.end()
    }
    const end = buffer.indexOf('\r\n.\r\n')
    if (!inside || end < 0) return
    letters.push(buffer.slice(0, end))
    buffer = buffer.slice(end + 5)
    inside = false
    socket.write('250 2.0.0 kept\r\n')
  })
}

function answerTo(line: string, refusals: string[]): string {
  if (/^DATA/i.test(line)) return '354 go on'
  if (/^QUIT/i.test(line)) return '221 bye'
  return /^RCPT/i.test(line) ? (refusals.shift() ?? '250 ok') : '250 ok'
}

export interface WebSink extends Sink {
  bodies: Record<string, unknown>[]
  /** Statuses to answer with instead of 204, one after another. */
  statuses: number[]
}

export async function webSink(host: string): Promise<WebSink> {
  const bodies: Record<string, unknown>[] = []
  const statuses: number[] = []
  const server = createWeb(async (request, response) => {
    const body = await text(request)
    const status = statuses.shift() ?? 204
    if (status < 300) bodies.push(JSON.parse(body))
    response.writeHead(status).end()
  })
  const port = await listening(server, host)
  return { port, bodies, statuses, close: () => closed(server) }
}
