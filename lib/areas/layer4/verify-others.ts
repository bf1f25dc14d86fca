// What must hold between Layer 4 services and everything else that answers on this machine: each other, Layer 7, the appliance itself, other programs.
import { addressesOverlap, isWildcard, socketAddress } from '../../model/address.ts'
import { problem } from '../../model/errors.ts'
import { type PortRange, rangesOverlap } from '../../model/port-list.ts'
import type { Problem } from '../../model/problem.ts'
import { busyOn, within } from '../addresses.ts'
import { at } from '../define.ts'
import {
  servicesOf as layer7Services,
  type Server as Server7,
  type Service as Service7,
} from '../layer7/services.ts'
import { ownPorts } from '../ports.ts'
import { pageAddresses } from './fallback.ts'
import { finding, groupedBy, type ServiceRule } from './rule.ts'
import { type Server, type Service, transportsOf } from './services.ts'

const carriesTcp = (service: Service): boolean => transportsOf(service).includes('tcp')

const firstShared = (a: readonly PortRange[], b: readonly PortRange[]): number | undefined => {
  const meeting = a.flatMap((x) => b.map((y) => [x, y] as const)).find(([x, y]) => rangesOverlap(x, y))
  return meeting && Math.max(meeting[0][0], meeting[1][0])
}

/** One stretch of ports of one service. */
interface Stretch {
  service: Service
  range: PortRange
}

/** Each of the two is told about the other. Sorted, only neighbours can meet: a thousand services may share an address. */
const portsAreNotShared: ServiceRule = (services) => {
  const stretches = services.flatMap((service) =>
    transportsOf(service).flatMap((transport) =>
      service.ranges.map((range) => ({ service, range, at: `${transport} ${service.address}` })),
    ),
  )
  const pairs = [...groupedBy(stretches, (s) => s.at).values()].flatMap(meetings)
  const told = new Map(pairs.flatMap(([a, b]) => [telling(a, b), telling(b, a)]))
  return [...told.values()]
}

function meetings(stretches: readonly Stretch[]): [Stretch, Stretch][] {
  const sorted = [...stretches].sort((a, b) => a.range[0] - b.range[0])
  const found: [Stretch, Stretch][] = []
  for (const [i, a] of sorted.entries())
    for (let b = sorted[i + 1], j = i + 1; b && b.range[0] <= a.range[1]; b = sorted[++j]) found.push([a, b])
  return found
}

/** Once for two services, however many ports they share. */
const telling = (to: Stretch, of: Stretch): [string, Problem] => [
  `${to.service.item.id} ${of.service.item.id}`,
  finding('PORT_TAKEN', to.service, 'ports', {
    other: of.service.label,
    where: socketAddress(of.service.address, Math.max(to.range[0], of.range[0])),
  }),
]

const portsAreNotLayer7s: ServiceRule = (services, _facts, documents) => {
  const tcp = services.filter(carriesTcp)
  const on = groupedBy(tcp, (s) => s.address)
  return layer7Services(documents).flatMap((other) => {
    const near = isWildcard(other.address) ? tcp : (on.get(other.address) ?? [])
    return near
      .filter((s) => addressesOverlap(s.address, other.address))
      .flatMap((service) => {
        const port = firstShared(service.ranges, other.ranges)
        return port === undefined ? [] : bothTaken(service, other, port)
      })
  })
}

const bothTaken = (service: Service, other: Service7, port: number): Problem[] => [
  finding('PORT_TAKEN', service, 'ports', { other: other.label, where: socketAddress(other.address, port) }),
  problem('PORT_TAKEN', at('layer7', other.item.id, 'ports'), {
    other: service.label,
    where: socketAddress(service.address, port),
  }),
]

/** Design: a Label is the name of one service, whatever its layer. */
const labelsDiffer: ServiceRule = (services, _facts, documents) => {
  const others = new Map(layer7Services(documents).map((s) => [s.label, s]))
  return services.flatMap((service) => {
    const other = others.get(service.label)
    const values = { label: service.label, kind: 'Virtual Service' }
    return other
      ? [
          finding('LABEL_TAKEN', service, 'label', values),
          problem('LABEL_TAKEN', at('layer7', other.item.id, 'label'), values),
        ]
      : []
  })
}

const portsAreNotTheAppliances: ServiceRule = (services, _facts, documents) => {
  const own = ownPorts(documents)
  return services.filter(carriesTcp).flatMap((service) => {
    const taken = own.find(
      (o) => within(o.port, service.ranges) && addressesOverlap(o.address, service.address),
    )
    return taken ? [finding('PORT_OF_APPLIANCE', service, 'ports', { port: taken.port, use: taken.use })] : []
  })
}

/** IPVS takes packets before programs do. That cuts off what the machine itself offers on its own address. */
const portsAreFree: ServiceRule = (services, facts) => {
  const own = new Set(
    facts.interfaces.flatMap((i) => i.addresses.filter((a) => !a.ours).map((a) => a.address)),
  )
  return services
    .filter((s) => carriesTcp(s) && own.has(s.address))
    .flatMap((service) =>
      busyOn(facts, service.address, service.ranges)
        .slice(0, 1)
        .map((values) => finding('PORT_HELD', service, 'ports', values)),
    )
}

/** The fallback page answers on port 80 of such services, too (FB-14). */
const pagesPortIsFree: ServiceRule = (services, facts, documents) => {
  const addresses = new Set(pageAddresses(documents))
  return services
    .filter((s) => addresses.has(s.address) && within(80, s.ranges))
    .flatMap((service) =>
      busyOn(facts, service.address, [[80, 80]])
        .slice(0, 1)
        .map((values) => finding('OWN_PORT_HELD', service, 'ports', { ...values, use: 'the fallback page' })),
    )
}

interface Place {
  ranges: readonly PortRange[]
  path: Problem['path']
  server: string
  service: string
}

/** Where the message stands: at the port, or where that is inherited, at the address. */
const fieldOf = (server: Server | Server7): 'port' | 'address' =>
  server.port === undefined ? 'address' : 'port'

const rangesOf = (service: Service | Service7, server: Server | Server7): readonly PortRange[] =>
  server.port === undefined ? service.ranges : [[server.port, server.port]]

const placesAt4 = (services: readonly Service[]): ReadonlyMap<string, Place[]> => {
  const places = services
    .filter((s) => s.forwarding === 'snat' && carriesTcp(s))
    .flatMap((service) =>
      service.servers.map((server) => ({
        ...{ address: server.address, ranges: rangesOf(service, server) },
        path: at('layer4', server.item.id, fieldOf(server)),
        ...{ server: server.label, service: service.label },
      })),
    )
  return groupedBy(places, (p) => p.address)
}

/** The rules of the two for the same server contradict each other (MR-16, MR-17). */
const snatIsNotLayer7s: ServiceRule = (services, _facts, documents) => {
  const places = placesAt4(services)
  if (!places.size) return []
  return layer7Services(documents).flatMap((service) =>
    service.servers.flatMap((server) =>
      (places.get(server.address) ?? []).flatMap((place) => {
        const port = firstShared(place.ranges, rangesOf(service, server))
        return port === undefined ? [] : bothMeet(place, service, server, socketAddress(server.address, port))
      }),
    ),
  )
}

const bothMeet = (place: Place, service: Service7, server: Server7, where: string): Problem[] => [
  problem('SNAT_MEETS_LAYER7', place.path, {
    where,
    server: server.label,
    service: service.label,
    layer: 'Layer 7',
  }),
  problem('SNAT_MEETS_LAYER7', at('layer7', server.item.id, fieldOf(server)), {
    where,
    server: place.server,
    service: place.service,
    layer: 'Layer 4 SNAT',
  }),
]

export const otherRules: readonly ServiceRule[] = [
  labelsDiffer,
  portsAreNotShared,
  portsAreNotLayer7s,
  portsAreNotTheAppliances,
  portsAreFree,
  pagesPortIsFree,
  snatIsNotLayer7s,
]
