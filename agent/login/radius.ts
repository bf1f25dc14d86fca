// A login at one RADIUS server: the same packet until a valid answer comes; what is no valid answer is no answer.
import { randomBytes, randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import type { RadiusConfig } from '../../lib/areas/external-authentication/config.ts'
import { serverText } from '../../lib/areas/external-authentication/texts.ts'
import type { Group } from '../../lib/model/rights.ts'
import { Failure, type Tell } from './failure.ts'
import { groupFrom, seenSentence } from './groups.ts'
import {
  type Asked,
  type Envelope,
  LONGEST_ATTRIBUTE,
  LONGEST_PASSWORD,
  type Reply,
  reply,
  request,
} from './radius-packet.ts'
import { connectionFailure } from './words.ts'

type RadiusServer = RadiusConfig['servers'][number]

export type RadiusOutcome = { user: string; group: Group } | { prompt: string; state: Buffer }

/** Who it is, or what the server wants besides. Throws a Failure. */
export async function radiusLogin(
  { config, server, until, tell }: { config: RadiusConfig; server: RadiusServer; until: number; tell: Tell },
  asked: Asked,
): Promise<RadiusOutcome> {
  needsRoom(asked)
  const answer = await exchange(config, server, until, asked)
  tell('reply', `${serverText(server)} answers, and its answer is valid.`)
  if (answer.result === 'reject') throw new Failure('refused', 'user', 'The server refused the user.')
  if (answer.result === 'challenge') return { prompt: answer.message, state: answer.state }
  tell('user', 'The server accepted the user.')
  // Only here: a refusal may carry the same attributes.
  const seen = groupsIn(config, answer)
  const group = groupFrom(config, seen)
  tell('group', `The user gets the group ${group}. ${seenSentence(seen)}`)
  return { user: asked.user, group }
}

function needsRoom({ user, password }: Asked): void {
  const long = Buffer.byteLength(user) > LONGEST_ATTRIBUTE || Buffer.byteLength(password) > LONGEST_PASSWORD
  if (long) throw new Failure('refused', 'user', 'The name or the password is longer than Radius can carry.')
}

function groupsIn(config: RadiusConfig, answer: Reply): string[] {
  if (config.groupAttribute === 'filter-id') return answer.filterId
  if (config.groupAttribute === 'class') return answer.class
  return answer.vendor.filter((v) => v.key === config.vendorAttribute).map((v) => v.value)
}

async function exchange(
  config: RadiusConfig,
  server: RadiusServer,
  until: number,
  asked: Asked,
): Promise<Reply> {
  const { address, family } = await lookup(server.host).catch((error) => {
    throw connectionFailure(error, server, 'name')
  })
  const envelope: Envelope = {
    secret: Buffer.from(config.secret),
    identifier: randomInt(256),
    authenticator: randomBytes(16),
  }
  const packet = request(envelope, asked)
  return new Promise((resolve, reject) => {
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
    let [sent, discarded] = [0, '']
    let timer: NodeJS.Timeout | undefined
    const end = (done: () => void) => {
      clearTimeout(timer)
      socket.removeAllListeners('message').close()
      done()
    }
    const send = () => {
      const left = until - Date.now()
      if (sent > config.retries || left <= 0) return end(() => reject(silent(server, discarded)))
      sent += 1
      socket.send(packet) // the very same one: the server knows it again
      timer = setTimeout(send, Math.min(config.timeout * 1000, left))
    }
    socket.on('message', (datagram) => {
      try {
        const answer = reply(datagram, envelope, config.requireMessageAuthenticator)
        end(() => resolve(answer))
      } catch (error) {
        discarded = error instanceof Error ? error.message : String(error)
      }
    })
    // Nobody listens there now; the next try may find somebody.
    socket.on('error', () => {})
    // Connected, so that the kernel drops what others send.
    socket.connect(server.port, address, (error?: Error) => {
      if (error) end(() => reject(connectionFailure(error, server, 'port')))
      else send()
    })
  })
}

const silent = (server: RadiusServer, discarded: string): Failure =>
  new Failure(
    'unavailable',
    'reply',
    `No valid reply from ${serverText(server)}. Check the server, the port and the Shared Secret.${discarded ? ` An answer was thrown away: ${discarded}.` : ''}`,
  )
