// Rows of services and servers from the kernel's own table and keepalived's word. What did not answer is unknown, never an old green.
import type { Documents } from '../../model/document.ts'
import type { RenderedFile } from '../../model/file.ts'
import type { IpvsServer, Raw, Row, ServerRow, ServiceRow } from '../../model/observed.ts'
import type { Observation } from '../define.ts'
import { type Offline, offlineServers } from '../server-state/states.ts'
import { counted, expected, reasonOf, sinceOf, stateOf } from '../service-state.ts'
import { differences } from './differences.ts'
import { fallbackKeyOf } from './fallback.ts'
import { healthOf } from './health.ts'
import { offlineRow, runningState, wantedState } from './offline.ts'
import { advancedOf, type Server, type Service, serverKey, serverPort, servicesOf } from './services.ts'
import { answerIn, connectionsOf, type Seen, seenIn, type TableEntry } from './table.ts'

export function observe(documents: Documents, files: readonly RenderedFile[], raw: Raw): Observation {
  const services = servicesOf(documents)
  const offline = offlineServers(documents['server-state'])
  const answer = answerIn(raw)
  if ('why' in answer) return { rows: services.flatMap((s) => unseenRows(s, answer)), differences: [] }
  const seen = seenIn({ answer, advanced: advancedOf(documents), at: raw.at })
  return {
    rows: services.flatMap((s) => rowsOf(s, offline, seen)),
    differences: differences(services, offline, files, seen),
  }
}

const PROTOCOLS = { tcp: 'TCP', udp: 'UDP', tcpudp: 'TCPUDP', ops: 'UDP' } as const
const MODES = { dr: 'DR', nat: 'NAT', snat: 'SNAT' } as const

const serviceBase = (service: Service) =>
  ({
    row: 'service',
    key: `layer4/${service.label}`,
    item: service.item.id,
    area: 'layer4',
    label: service.label,
    address: service.address,
    ports: service.ports,
    protocol: PROTOCOLS[service.protocol],
    method: 'Layer 4',
    mode: MODES[service.forwarding],
    servers: service.servers.length,
  }) as const

const serverBase = (service: Service, server: Server) =>
  ({
    row: 'server',
    key: `layer4/${service.label}/${server.label}`,
    item: server.item.id,
    area: 'layer4',
    label: server.label,
    address: server.address,
    ports: serverPort(service, server) === 0 ? service.ports : String(serverPort(service, server)),
    service: service.label,
  }) as const

/** Nothing is known: why, and since when. */
const unseenRows = (service: Service, { why, since }: { why: string; since: number | null }): Row[] => {
  const unseen = { state: 'unknown', connections: null, reason: why, since } as const
  return [
    { ...serviceBase(service), ...unseen, serversUp: 0 },
    ...service.servers.map((server) => ({ ...serverBase(service, server), ...unseen, weight: null })),
  ]
}

function rowsOf(service: Service, offline: ReadonlyMap<string, Offline>, seen: Seen): Row[] {
  const entry = seen.of(service)
  if (!entry) return unseenRows(service, { why: 'it is not in the kernel’s table', since: null })
  const servers = service.servers.map((server) => serverRow(service, server, offline, seen, entry))
  return [serviceRow(service, servers, entry), ...servers]
}

function serverRow(
  service: Service,
  server: Server,
  offline: ReadonlyMap<string, Offline>,
  seen: Seen,
  { servers }: TableEntry,
): ServerRow {
  const there = servers.get(serverKey(service, server))
  const state = runningState(server, there, wantedState(offline, server))
  const health = () => healthOf(service, server, seen, there !== undefined)
  return {
    ...serverBase(service, server),
    connections: there ? connectionsOf(service, there) : 0,
    weight: there ? there.weight : state === 'online' ? server.weight : 0,
    ...(state === 'online'
      ? { since: health().since, ...expected(server, health()) }
      : offlineRow(service, server, state, offline, there, seen.answer)),
  }
}

function serviceRow(service: Service, servers: readonly ServerRow[], entry: TableEntry): ServiceRow {
  const telling = counted(servers)
  const state = stateOf(telling)
  const fallback = hasFallback(state, service, entry)
  return {
    ...serviceBase(service),
    state,
    serversUp: servers.filter((s) => s.state === 'up').length,
    connections: entry.service.servers.reduce((n: number, s: IpvsServer) => n + connectionsOf(service, s), 0),
    reason: fallback ? `${reasonOf(telling)}; the fallback answers` : reasonOf(telling),
    ...(fallback ? { fallback: true as const } : {}),
    since: sinceOf(state, telling, null),
  }
}

/** Whether the kernel sends clients to the fallback: it alone then has a weight. */
function hasFallback(
  state: ServiceRow['state'],
  service: Service,
  { service: { servers } }: TableEntry,
): boolean {
  if (state !== 'down' && state !== 'offline') return false
  const own = new Set(service.servers.map((server) => serverKey(service, server)))
  return servers.some((s) => s.weight > 0 && (!own.has(s.key) || s.key === fallbackKeyOf(service)))
}
