// What is changed in the kernel's table by hand of ours: weights that keepalived left otherwise than it was told.
import { socketAddress } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import type { IpvsServer, IpvsService } from '../../model/observed.ts'
import { type AskedState, offlineServers, stateIn } from '../server-state/states.ts'
import { fallbackKeyOf } from './fallback.ts'
import {
  plainPort,
  type Server,
  type Service,
  serverKey,
  serverPort,
  serviceKey,
  servicesOf,
  transportsOf,
} from './services.ts'

/** The weight a server in the table is to have. */
export const wantedWeight = (server: Pick<Server, 'weight'>, state: AskedState): number =>
  state === 'online' ? server.weight : 0

/**
 * Arguments of ipvsadm, one list for each server whose weight is not the wanted one. keepalived leaves weight 0 where
 * every server of a service was drained and they are brought back; and somebody may have changed one by hand.
 */
export function editsFor(documents: Documents, table: readonly IpvsService[]): string[][] {
  const offline = offlineServers(documents['server-state'])
  const found = new Map(table.map((s) => [s.key, s]))
  return servicesOf(documents).flatMap((service) => {
    const there = new Map(found.get(serviceKey(service))?.servers.map((s) => [s.key, s]))
    return service.servers.flatMap((server) => {
      const weight = wantedWeight(server, stateIn(offline, server.item.id))
      return isOther(service, server, there, weight) ? [edit(service, server, weight)] : []
    })
  })
}

/** A server that stands in as the fallback has the weight of that. */
function isOther(
  service: Service,
  server: Server,
  there: ReadonlyMap<string, IpvsServer>,
  weight: number,
): boolean {
  const key = serverKey(service, server)
  const seen = there.get(key)
  return seen !== undefined && seen.weight !== weight && key !== fallbackKeyOf(service)
}

/** ipvsadm forgets what it is not told again: the method and the thresholds. */
const edit = (service: Service, server: Server, weight: number): string[] => [
  '-e',
  ...serviceWords(service),
  ...['-r', socketAddress(server.address, serverPort(service, server))],
  service.forwarding === 'dr' ? '-g' : '-m',
  ...['-w', String(weight), '-x', String(server.maxConnections), '-y', String(server.minConnections)],
]

function serviceWords(service: Service): string[] {
  const port = plainPort(service)
  const isV6 = service.address.includes(':')
  if (port === undefined) return ['-f', String(service.mark), ...(isV6 ? ['-6'] : [])]
  return [transportsOf(service)[0] === 'udp' ? '-u' : '-t', socketAddress(service.address, port)]
}
