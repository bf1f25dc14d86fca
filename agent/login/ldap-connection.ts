// One connection to one LDAP server, for one login: encrypted as said or not at all, and never made a second time.
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { Client } from 'ldapts'
import type { LdapConfig } from '../../lib/areas/external-authentication/config.ts'
import { within } from './failure.ts'
import { connectionFailure, noAnswer } from './words.ts'

export type LdapServer = LdapConfig['servers'][number]

export class Connection {
  readonly client: Client
  private readonly sockets: readonly Socket[]

  private constructor(client: Client, sockets: readonly Socket[]) {
    this.client = client
    this.sockets = sockets
  }

  /** Connected, and encrypted where that is asked for. `until` in ms since 1970. Throws a Failure. */
  static async open(config: LdapConfig, server: LdapServer, until: number): Promise<Connection> {
    const sockets: Socket[] = []
    const left = () => until - Date.now()
    const limited = <T>(step: 'port' | 'certificate', work: Promise<T>) =>
      within(left(), work, () => noAnswer(server, step)).catch((error) => {
        throw connectionFailure(error, server, step)
      })
    try {
      // Some servers have several addresses, and a slow one is no dead one.
      const plain = connect({ host: server.host, port: server.port, autoSelectFamilyAttemptTimeout: 1000 })
      sockets.push(plain)
      await limited('port', event(plain, 'connect'))
      const tls = () => {
        const secure = connectTls({ ...tlsOptions(config, server), socket: plain })
        sockets.push(secure)
        return secure
      }
      const secure = config.encryption === 'ldaps' ? tls() : null
      if (secure) await limited('certificate', event(secure, 'secureConnect'))
      const client = new Client({
        url: `${secure ? 'ldaps' : 'ldap'}://${isIP(server.host) === 6 ? `[${server.host}]` : server.host}:${server.port}`,
        timeout: Math.max(1, left()),
        strictDN: false,
        // ldapts connects again by itself when a connection is lost; behind StartTLS that would be in clear text.
        createConnection: once(() => plain),
        createSecureConnection: once(() => secure ?? tls()),
      })
      const connection = new Connection(client, sockets)
      if (config.encryption === 'starttls') await limited('certificate', client.startTLS())
      return connection
    } catch (error) {
      for (const socket of sockets) socket.destroy()
      throw error
    }
  }

  /** Nobody waits for it. */
  close(): void {
    const end = () => {
      for (const socket of this.sockets) socket.destroy()
    }
    const gone = setTimeout(end, 200)
    this.client
      .unbind()
      .then(end, end)
      .finally(() => clearTimeout(gone))
  }
}

/** The name in the certificate is the one that was written; a name for SNI must be no address. */
const tlsOptions = (config: LdapConfig, server: LdapServer) => {
  const host = server.host.replace(/\.$/, '')
  return {
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ...(config.authorities ? { ca: config.authorities } : {}),
    minVersion: 'TLSv1.2',
  } as const
}

function once<S extends Socket | TLSSocket>(make: () => S): () => S {
  let made = false
  return () => {
    if (made) throw new Error('The connection was lost.')
    made = true
    return make()
  }
}

const event = (socket: Socket, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once(name, () => resolve())
    socket.on('error', reject) // stays: a late error of a connection that was given up is nobody's
    socket.once('close', () => reject(new Error('closed')))
  })
