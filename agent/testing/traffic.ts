// Tests: servers that count who comes, and clients that count what fails.
import { createServer, get } from 'node:http'
import { createServer as createTcp } from 'node:net'
import { pause } from '../verbs/run.ts'

export interface Counted {
  /** Connections so far, checks too. */
  connections: () => number
  /** Requests that were answered. */
  requests: () => number
  close: () => Promise<void>
}

/** An HTTP server that answers its name. */
export async function webServer(address: string, port: number, name: string): Promise<Counted> {
  let connections = 0
  let requests = 0
  const server = createServer((_, response) => {
    requests += 1
    response.end(name)
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(port, address, resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { connections: () => connections, requests: () => requests, close }
}

/** Answers nothing, counts connections: what a server that is down must not get. */
export async function tcpServer(address: string, port: number): Promise<Counted> {
  let connections = 0
  const server = createTcp((connection) => {
    connections += 1
    connection.on('error', () => {})
    connection.destroy()
  })
  await new Promise<void>((resolve) => server.listen(port, address, resolve))
  return {
    connections: () => connections,
    requests: () => 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** One request on a connection of its own: the answer's text, or what went wrong. */
export function fetchOnce(url: string, limit = 2000): Promise<{ ok: boolean; text: string }> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: limit }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ ok: response.statusCode === 200, text }))
      response.on('error', (error) => resolve({ ok: false, text: error.message }))
    })
    request.on('timeout', () => request.destroy(new Error('time-out')))
    request.on('error', (error) => resolve({ ok: false, text: error.message }))
  })
}

export interface Load {
  sent: () => number
  failures: () => string[]
  /** Waits for the last answers. */
  end: () => Promise<void>
}

/** A hundred requests a second, each on a connection of its own. */
export function load(url: string): Load {
  let sent = 0
  const failures: string[] = []
  const open = new Set<Promise<void>>()
  const timer = setInterval(() => {
    sent += 1
    const one = fetchOnce(url).then(({ ok, text }) => {
      if (!ok) failures.push(text)
      open.delete(one)
    })
    open.add(one)
  }, 10)
  return {
    sent: () => sent,
    failures: () => failures,
    end: async () => {
      clearInterval(timer)
      await Promise.all(open)
    },
  }
}

/** Waits until the condition holds; throws with what it was waiting for. Returns the milliseconds it took. */
export async function soon(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limit = 5000,
): Promise<number> {
  const start = Date.now()
  while (!(await holds())) {
    if (Date.now() - start > limit) throw new Error(`not within ${limit} ms: ${what}`)
    await pause(50)
  }
  return Date.now() - start
}
