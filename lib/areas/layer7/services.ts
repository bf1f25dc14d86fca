// The area's services with their servers, typed: what its rules, its file and its look all read.
import { socketAddress } from '../../model/address.ts'
import type { Document, Documents } from '../../model/document.ts'
import { type PortRange, parsePorts } from '../../model/port-list.ts'
import { remembered } from '../../model/remembered.ts'
import { itemsOf, type Typed } from '../define.ts'
import { realServer, virtualService } from './schema.ts'

export type Server = Typed<typeof realServer.schema>
export type Service = ReturnType<typeof makeService>

const inDocument = remembered<Document, ReturnType<typeof readServices>>()

/** Every service that is no draft, in order, with its servers and its ports as ranges. Read once from each document. */
export const servicesOf = (documents: Documents) =>
  inDocument(documents.layer7, [], () => readServices(documents.layer7))

function readServices(document: Document) {
  const servers = itemsOf(document, realServer)
  const below = new Map<string, typeof servers>()
  for (const s of servers) {
    const siblings = below.get(s.item.parent)
    if (siblings) siblings.push(s)
    else below.set(s.item.parent, [s])
  }
  return itemsOf(document, virtualService).map((s) => serviceOf(s, below.get(s.item.id) ?? []))
}

type Head = Typed<typeof virtualService.schema>

const whole = remembered<Head, ReturnType<typeof makeService>>()
/** The very same as before where neither it nor its servers changed, so that what was made of it holds. */
const serviceOf = (head: Head, servers: Server[]) => whole(head, servers, () => makeService(head, servers))

const makeService = (head: Head, servers: Server[]) => ({
  ...head,
  ranges: parsePorts(head.ports) ?? [],
  servers,
})

/** The port that stands for all: the first one written. */
export const firstPort = (service: { ranges: readonly PortRange[] }): number => service.ranges[0]?.[0] ?? 0

/** Where a server is checked: Check Port, its own port, or the service's first. */
export const checkedPort = (service: Service, server: Server): number =>
  service.checkPort ?? server.port ?? firstPort(service)

/** As `show stat` writes a server's address; port 0 is the one the client used. */
export const statAddress = (server: Server): string =>
  written(server, [], () => socketAddress(server.address, server.port ?? 0))
const written = remembered<Server, string>()
