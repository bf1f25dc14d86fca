// What keepalived's word on a server means, in a state and in plain words.
import type { Documents } from '../../model/document.ts'
import { type CheckedHealth, FIRST_CHECK, type Layer4Answer, type ServerRow } from '../../model/observed.ts'
import { offlineServers, stateIn } from '../server-state/states.ts'
import type { Advanced } from './schema-advanced.ts'
import { checkedPort, type Server, type Service, serverKey, serviceKey, servicesOf } from './services.ts'

export type Health = Pick<ServerRow, 'state' | 'reason' | 'since'>

export const healthKey = (service: Service, server: Server): string =>
  `${serviceKey(service)}/${serverKey(service, server)}`

/** The keys that health is kept of: of every server that is in keepalived's working file. */
export function checkedKeys(documents: Documents): string[] {
  const offline = offlineServers(documents['server-state'])
  return servicesOf(documents)
    .filter((service) => service.check !== 'off')
    .flatMap((service) =>
      service.servers
        .filter((server) => stateIn(offline, server.item.id) !== 'halted')
        .map((server) => healthKey(service, server)),
    )
}

/** One look, as far as health depends on it. */
export interface Moment {
  answer: Layer4Answer
  advanced: Advanced
  /** Milliseconds since 1970. */
  at: number
}

/** State, reason and time of a server that nobody took offline. `inTable`: the kernel gives it connections. */
export function healthOf(service: Service, server: Server, moment: Moment, inTable: boolean): Health {
  const { answer } = moment
  if (service.check === 'off')
    return { state: 'down', reason: 'Check Type is No checks, always off', since: null }
  if (answer.digest === null) return { state: 'unknown', reason: 'keepalived does not run', since: null }
  const said = answer.health[healthKey(service, server)]
  if (service.check === 'on' && inTable)
    return { state: 'up', reason: 'not checked', since: said?.since ?? null }
  if (!said || (said.up === null && !isOverdue(service, said, moment)))
    return { state: 'unknown', reason: FIRST_CHECK, since: null }
  return said.up
    ? passed(said, inTable)
    : { state: 'down', reason: failure(service, server, said), since: said.since }
}

/** A server is down until it passes its check. When that should have been done, silence means that it was not passed. */
function isOverdue(service: Service, { since }: CheckedHealth, { advanced, at }: Moment): boolean {
  const timeout = service.check === 'negotiate' ? advanced.negotiateTimeout : advanced.checkTimeout
  const rounds = advanced.failureCount * timeout + (advanced.failureCount - 1) * advanced.checkInterval
  return at - since > (rounds + SLACK) * 1000
}

/** Seconds: the first check is begun within one. */
const SLACK = 3

const passed = ({ since }: CheckedHealth, inTable: boolean): Health =>
  inTable
    ? { state: 'up', reason: '', since }
    : { state: 'unknown', reason: 'its check passed, but it is not in the kernel’s table', since }

/** keepalived's own words where it gave some. */
function failure(service: Service, server: Server, { reason }: CheckedHealth): string {
  if (reason) return reason
  const port = checkedPort(service, server)
  switch (service.check) {
    case 'ping':
      return 'no answer to ping'
    case 'external':
      return `${service.checkScript} says it is down`
    case 'negotiate':
      return `not the answer expected on port ${port}`
    default:
      return `no connection to port ${port}`
  }
}
