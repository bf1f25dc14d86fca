// The area's services with their servers, typed: what its rules, its files and its look all read.
import { socketAddress } from '../../model/address.ts'
import type { Document, Documents } from '../../model/document.ts'
import { type PortRange, parsePorts } from '../../model/port-list.ts'
import { remembered } from '../../model/remembered.ts'
import { itemsOf } from '../define.ts'
import { marksOf } from './marks.ts'
import { realServer, virtualService } from './schema.ts'
import { ADVANCED_DEFAULTS, type Advanced, advanced } from './schema-advanced.ts'

export type Service = ReturnType<typeof servicesOf>[number]
export type Server = Service['servers'][number]

const inDocument = remembered<Document, ReturnType<typeof readServices>>()

/** Every service that is no draft, in order, with its servers, its ports as ranges and its mark. Read once from each document. */
export const servicesOf = (documents: Documents) =>
  inDocument(documents.layer4, [], () => readServices(documents.layer4))

function readServices(document: Document) {
  const servers = itemsOf(document, realServer)
  const below = new Map<string, typeof servers>()
  for (const s of servers) {
    const siblings = below.get(s.item.parent)
    if (siblings) siblings.push(s)
    else below.set(s.item.parent, [s])
  }
  const services = itemsOf(document, virtualService)
  const marks = marksOf(services.map((s) => s.item.id))
  return services.map((s) => ({
    ...s,
    ranges: parsePorts(s.ports) ?? [],
    servers: below.get(s.item.id) ?? [],
    mark: marks.get(s.item.id) ?? 0,
  }))
}

/** What holds for all services: as it was saved, or the defaults. */
export const advancedOf = (documents: Documents): Advanced & { item?: { id: string } } =>
  itemsOf(documents.layer4, advanced)[0] ?? ADVANCED_DEFAULTS

/** The port that stands for all: the first one written. */
export const firstPort = (service: { ranges: readonly PortRange[] }): number => service.ranges[0]?.[0] ?? 0

/** The one port and protocol of a service that the kernel knows by its address; undefined where it is known by a mark. */
export function plainPort(service: Service): number | undefined {
  const [only, ...others] = service.ranges
  return only && !others.length && only[0] === only[1] && service.protocol !== 'tcpudp' ? only[0] : undefined
}

const TRANSPORTS = { tcp: ['tcp'], udp: ['udp'], ops: ['udp'], tcpudp: ['tcp', 'udp'] } as const
export type Transport = 'tcp' | 'udp'
export const transportsOf = (service: Pick<Service, 'protocol'>): readonly Transport[] =>
  TRANSPORTS[service.protocol]

/** As `ipvsadm -Ln` and keepalived name it, in our one way: TCP 10.0.0.1:80, FWM 1234. */
export function serviceKey(service: Service): string {
  const port = plainPort(service)
  return port === undefined
    ? `FWM ${service.mark}`
    : `${transportsOf(service)[0] === 'udp' ? 'UDP' : 'TCP'} ${socketAddress(service.address, port)}`
}

/** The port in the kernel's table: 0 is the one the client used, which only a service known by a mark can leave open. */
export const serverPort = (service: Service, server: Server): number =>
  plainPort(service) === undefined
    ? service.forwarding === 'dr'
      ? 0
      : (server.port ?? 0)
    : service.forwarding === 'dr'
      ? firstPort(service)
      : (server.port ?? firstPort(service))

export const serverKey = (service: Service, server: Server): string =>
  socketAddress(server.address, serverPort(service, server))

/** Where a server is checked: Check Port, its own port, or the service's first. */
export const checkedPort = (service: Service, server: Server): number =>
  service.checkPort ?? server.port ?? firstPort(service)
