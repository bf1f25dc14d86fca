// What keepalived's word on a server means, in a state and in plain words.
import { type CheckedHealth, FIRST_CHECK, type Layer4Answer, type ServerRow } from '../../model/observed.ts'
import { checkedPort, type Server, type Service, serverKey, serviceKey } from './services.ts'

export type Health = Pick<ServerRow, 'state' | 'reason' | 'since'>

export const healthKey = (service: Service, server: Server): string =>
  `${serviceKey(service)}/${serverKey(service, server)}`

/** State, reason and time of a server that nobody took offline. `inTable`: the kernel gives it connections. */
export function healthOf(service: Service, server: Server, answer: Layer4Answer, inTable: boolean): Health {
  if (service.check === 'off')
    return { state: 'down', reason: 'Check Type is No checks, always off', since: null }
  if (answer.digest === null) return { state: 'unknown', reason: 'keepalived does not run', since: null }
  const said = answer.health[healthKey(service, server)]
  if (service.check === 'on' && inTable)
    return { state: 'up', reason: 'not checked', since: said?.since ?? null }
  if (!said) return { state: 'unknown', reason: FIRST_CHECK, since: null }
  return said.up
    ? passed(said, inTable)
    : { state: 'down', reason: failure(service, server, said), since: said.since }
}

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
