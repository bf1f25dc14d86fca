// Tests: a TCP proxy that sees every byte and can cut the line, and a server that takes connections and says nothing.
import { connect, createServer, type Server, type Socket } from 'node:net'

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : 0)
    })
  })

export class Tap {
  port = 0
  connections = 0
  /** All that clients sent, as text byte by byte. */
  seen = ''
  private readonly server: Server
  private readonly open = new Set<Socket>()

  private constructor(server: Server) {
    this.server = server
  }

  /** `cutAfter`: each connection is cut when its client has sent so many pieces. */
  static async before(port: number, { cutAfter = Number.POSITIVE_INFINITY } = {}): Promise<Tap> {
    const tap = new Tap(createServer((client) => tap.pass(client, port, cutAfter)))
    tap.port = await listening(tap.server)
    return tap
  }

  private pass(client: Socket, port: number, cutAfter: number): void {
    this.connections += 1
    const server = connect(port, '127.0.0.1')
    let pieces = 0
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => other.destroy())
    }
    client.on('data', (data) => {
      this.seen += data.toString('latin1')
      pieces += 1
      if (pieces >= cutAfter) client.destroy()
      else server.write(data)
    })
    server.pipe(client)
  }

  close(): void {
    this.server.close()
    for (const socket of this.open) socket.destroy()
  }
}

export async function blackHole(): Promise<{ port: number; close: () => void }> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
  })
  const port = await listening(server)
  const close = () => {
    server.close()
    for (const socket of open) socket.destroy()
  }
  return { port, close }
}
