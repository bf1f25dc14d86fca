// Tests: five kinds of clients that go on while HAProxy is reloaded, and the servers behind it. Each counts what it did and what failed.
import { Agent, createServer, request } from 'node:http'
import { connect, createServer as createTcp, type Socket } from 'node:net'
import { pause } from '../verbs/run.ts'

export interface Client {
  kind: string
  done: number
  failures: string[]
}

export interface Clients {
  all: readonly Client[]
  /** Lets each finish what it is at. */
  end: () => Promise<void>
}

/** How long a client waits for an answer, in milliseconds. */
const LIMIT = 10_000
const THINK = 20
const UPLOAD = { parts: 20, bytes: 4096, every: 50 }
/** A TCP client stays for so many exchanges before it comes anew. */
const EXCHANGES = 200

/** Answers how many bytes it got over HTTP on one port, and echoes on the other. Returns what ends it. */
export async function countingServer(address: string, http: number, tcp: number): Promise<() => void> {
  const web = createServer((asked, answer) => {
    let bytes = 0
    asked.on('data', (part: Buffer) => {
      bytes += part.length
    })
    asked.on('end', () => answer.end(`${bytes} bytes`))
  })
  const echo = createTcp((socket) => socket.on('error', () => {}).pipe(socket))
  await new Promise<void>((resolve) => web.listen(http, address, resolve))
  await new Promise<void>((resolve) => echo.listen(tcp, address, resolve))
  return () => {
    web.close()
    web.closeAllConnections()
    echo.close()
  }
}

/** Starts one client of each kind against a service in HTTP Mode and one in TCP Mode. */
export function fiveClients(host: string, http: number, tcp: number): Clients {
  let over = false
  const kinds: [kind: string, turn: (keep: Agent) => Promise<void>][] = [
    ['new connections', () => exchangeOnce(host, tcp)],
    ['keep-alive', (keep) => post(host, http, keep, 1, 0)],
    ['HTTP', () => post(host, http, false, 1, 0)],
    ['TCP', () => exchange(host, tcp, () => over)],
    ['slow upload', () => post(host, http, false, UPLOAD.parts, UPLOAD.every)],
  ]
  const all: Client[] = kinds.map(([kind]) => ({ kind, done: 0, failures: [] }))
  const running = kinds.map(async ([, turn], i) => {
    const keep = new Agent({ keepAlive: true, maxSockets: 1 })
    const client = all[i]
    while (client && !over) {
      await turn(keep).then(
        () => client.done++,
        (error: Error) => client.failures.push(`${new Date().toISOString()} ${error.message}`),
      )
      await pause(THINK)
    }
    keep.destroy()
  })
  const end = async () => {
    over = true
    await Promise.all(running)
  }
  return { all, end }
}

/** Sends a body part by part and reads the whole answer, which has to count every byte. */
function post(host: string, port: number, agent: Agent | false, parts: number, every: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, method: 'POST', agent, timeout: LIMIT }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.on('error', reject)
      answer.on('end', () =>
        answer.statusCode === 200 && text === `${parts * UPLOAD.bytes} bytes`
          ? resolve()
          : reject(new Error(`answered ${answer.statusCode} ${text}`)),
      )
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer')))
    sent.on('error', reject)
    const write = async () => {
      for (let n = 0; n < parts && !sent.destroyed; n++) {
        if (n > 0) await pause(every)
        sent.write(Buffer.alloc(UPLOAD.bytes, 'x'))
      }
      sent.end()
    }
    write().catch(reject)
  })
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: LIMIT })
    socket.once('connect', () => resolve(socket)).once('error', reject)
    socket.on('timeout', () => socket.destroy(new Error('no answer')))
  })
}

/** One line there and back. */
function echoed(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new Error('closed by the other side'))
    socket.once('error', reject).once('close', onClose)
    socket.once('data', () => {
      socket.off('error', reject).off('close', onClose)
      resolve()
    })
    socket.write('hello\n')
  })
}

async function exchangeOnce(host: string, port: number): Promise<void> {
  const socket = await open(host, port)
  await echoed(socket)
  socket.destroy()
}

async function exchange(host: string, port: number, over: () => boolean): Promise<void> {
  const socket = await open(host, port)
  for (let n = 0; n < EXCHANGES && !over(); n++) {
    await echoed(socket)
    await pause(THINK)
  }
  socket.destroy()
}
