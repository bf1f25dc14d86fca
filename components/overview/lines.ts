// What the overview shows: rows the machine answered, and services that are saved but do not run. Pure.
import type { Item } from '../../lib/model/document.ts'
import type { Row, ServerRow, ServiceRow } from '../../lib/model/observed.ts'
import { lazily, remembered } from '../../lib/model/remembered.ts'
import type { Look } from './states.ts'
import { NOT_RUNNING, stateOf, UNKNOWN } from './states.ts'

export interface ServerLine {
  key: string
  /** The id of its item. */
  item: string
  /** The label of its service. */
  service: string
  /** As the machine last said it; null for one that does not run. */
  state: ServerRow['state'] | null
  look: Look
  label: string
  address: string
  ports: string
  weight: number | null
  connections: number | null
  reason: string
  since: number | null
  /** Its facts are too old, or there are none. */
  stale: boolean
}
export interface ServiceLine extends Omit<ServerLine, 'weight' | 'service' | 'state'> {
  /** Worked out when somebody first looks at them: of a thousand services few are open. */
  readonly servers: readonly ServerLine[]
  serverCount: number
  serversUp: number | null
  protocol: string
  method: string
  mode: string
  /** No server is usable, and the fallback has the clients. */
  fallback: boolean
  /** Whether it has a fallback for when no server is left; null while that is not known. */
  standIn: boolean | null
  /** False: saved, and waiting for a commit. */
  runs: boolean
}

/** Facts too old to be shown as facts: the lamps go off. `since` is when they were seen last. */
export type Stale = { since: number | null } | null

interface Known {
  rows: Iterable<Row>
  /** Stored items of both layers; empty while they are not known. */
  items: readonly Item[]
  /** Applied items by their ids; null when nobody could say. */
  applied: Readonly<Record<string, Item>> | null
  stale: Stale
}

/** Services and servers in the configured order; those that run without being stored any more come last. */
export function serviceLines({ rows, items, applied, stale }: Known): ServiceLine[] {
  const place = placesOf(items, [], () => new Map(items.map((i, n) => [i.id, n])))
  const all = [...rows]
  const servers = serversIn(all)
  const running = all
    .filter((r) => r.row === 'service')
    .map((r) =>
      knownLine(r, servers.get(r.area)?.get(r.label) ?? [], standInOf(applied?.[r.item]), stale, place),
    )
  const runs = new Set(running.map((line) => line.item)) // known at once; what is applied is fetched a moment later
  const waits = (i: Item) => i.kind === 'virtual-service' && !applied?.[i.id] && !runs.has(i.id)
  const waiting = applied ? items.filter(waits) : []
  return [...running, ...waitingLines(waiting, items)].sort(by(place))
}

/** Where each item stands in the configured order. */
type Places = ReadonlyMap<string, number>
const placesOf = remembered<readonly Item[], Places>()

const by =
  (places: Places) =>
  (a: { item: string }, b: { item: string }): number =>
    (places.get(a.item) ?? Number.MAX_SAFE_INTEGER) - (places.get(b.item) ?? Number.MAX_SAFE_INTEGER)

/** By area and label of their service. */
function serversIn(rows: readonly Row[]): Map<string, Map<string, ServerRow[]>> {
  const areas = new Map<string, Map<string, ServerRow[]>>()
  for (const row of rows) {
    if (row.row !== 'server') continue
    const services = areas.get(row.area) ?? new Map<string, ServerRow[]>()
    areas.set(row.area, services)
    const siblings = services.get(row.service)
    if (siblings) siblings.push(row)
    else services.set(row.service, [row])
  }
  return areas
}

const lineOf = remembered<ServiceRow, ServiceLine>()

/** Most rows are as they were a second ago, and so are their lines: what shows them need not draw again. */
const knownLine = (
  row: ServiceRow,
  servers: ServerRow[],
  standIn: boolean | null,
  stale: Stale,
  places: Places,
): ServiceLine =>
  lineOf(row, [stale, standIn, places, ...servers], () =>
    serviceLine(
      row,
      standIn,
      stale,
      lazily(() => servers.sort(by(places)).map((s) => serverLine(s, stale))),
    ),
  )

/** As it was applied: every service has a fallback unless somebody switched it off. */
const standInOf = (item: Item | undefined): boolean | null => (item ? item.data.fallbackOff !== true : null)

function serviceLine(
  row: ServiceRow,
  standIn: boolean | null,
  stale: Stale,
  servers: () => readonly ServerLine[],
): ServiceLine {
  return {
    ...commonOf(row, stale),
    item: row.item,
    get servers() {
      return servers()
    },
    serverCount: row.servers,
    serversUp: stale || row.state === 'unknown' ? null : row.serversUp,
    protocol: row.protocol,
    method: row.method,
    mode: row.mode,
    fallback: row.fallback === true && !stale,
    standIn,
    runs: true,
  }
}

/** Written out in one piece: with 10,000 servers spreads take longer than all the rest. */
function serverLine(row: ServerRow, stale: Stale): ServerLine {
  const common = commonOf(row, stale)
  return {
    key: common.key,
    label: common.label,
    address: common.address,
    ports: common.ports,
    look: common.look,
    connections: common.connections,
    reason: common.reason,
    since: common.since,
    stale: common.stale,
    item: row.item,
    service: row.service,
    state: row.state,
    weight: stale ? null : row.weight,
  }
}

/** Words that do not go with "was". */
const WAS: Record<string, string> = { 'Some up': 'partly up' }

function commonOf(row: Row, stale: Stale) {
  const { key, label, address, ports } = row
  const look = stateOf(row)
  if (stale)
    return {
      ...{ key, label, address, ports },
      look: UNKNOWN,
      connections: null,
      reason: look.shape === 'unknown' ? row.reason : `was ${WAS[look.word] ?? look.word.toLowerCase()}`,
      since: null,
      stale: true,
    }
  const { connections, reason, since } = row
  return { key, label, address, ports, look, connections, reason, since, stale: look.shape === 'unknown' }
}

function waitingLines(waiting: readonly Item[], items: readonly Item[]): ServiceLine[] {
  const below = new Map<string, Item[]>(waiting.map((i) => [i.id, []]))
  for (const item of items) below.get(item.parent)?.push(item)
  return waiting.map((i) => waitingLine(i, below.get(i.id) ?? []))
}

function waitingLine(item: Item, servers: readonly Item[]): ServiceLine {
  const common = { look: NOT_RUNNING, connections: null, reason: '', since: null, stale: false }
  const ports = String(item.data.ports ?? '')
  return {
    ...common,
    key: item.id,
    item: item.id,
    label: item.label,
    address: String(item.data.address ?? ''),
    ports,
    servers: servers.map((s) => ({
      ...common,
      key: s.id,
      item: s.id,
      service: item.label,
      state: null,
      label: s.label,
      address: String(s.data.address ?? ''),
      ports: s.data.port === undefined ? ports : String(s.data.port),
      weight: null,
    })),
    serverCount: servers.length,
    serversUp: null,
    ...wayOf(item),
    fallback: false,
    standIn: null,
    runs: false,
  }
}

const PROTOCOLS: Partial<Record<string, string>> = { udp: 'UDP', ops: 'UDP', tcpudp: 'TCPUDP' }

/** How a service that does not run yet will carry its connections, in the words of those that do. */
function wayOf({ parent, data }: Item): Pick<ServiceLine, 'protocol' | 'method' | 'mode'> {
  if (parent !== 'layer4') return { protocol: 'TCP', method: 'Layer 7', mode: 'Proxy' }
  return {
    protocol: PROTOCOLS[String(data.protocol)] ?? 'TCP',
    method: 'Layer 4',
    mode: String(data.forwarding ?? 'dr').toUpperCase(),
  }
}
