// Rows of services and servers from HAProxy's own answer. What did not answer is unknown, never an old green.
import type { Documents } from '../../model/document.ts'
import type { RenderedFile } from '../../model/file.ts'
import type { HaproxyAnswer, Raw, Row, ServerRow, ServiceRow, Stat } from '../../model/observed.ts'
import { remembered } from '../../model/remembered.ts'
import type { Observation } from '../define.ts'
import { type Offline, offlineServers, saidOf } from '../server-state/states.ts'
import { counted, reasonOf, sinceOf, stateOf } from '../service-state.ts'
import { differences } from './differences.ts'
import { FALLBACK } from './fallback.ts'
import { type Health, healthOf, sinceWhen } from './health.ts'
import { offlineRow, runningState } from './offline.ts'
import { ProxyLines, type Stats } from './proxy-lines.ts'
import { type Server, type Service, servicesOf } from './services.ts'

/** Two rounds of checks: an older answer proves nothing. Milliseconds. */
const OLDEST_ANSWER = 8000

export function observe(documents: Documents, files: readonly RenderedFile[], raw: Raw): Observation {
  const services = servicesOf(documents)
  const answer = freshAnswer(raw)
  const lines = new ProxyLines(answer)
  const states = documents['server-state']
  const offline = offlineServers(states)
  const rows = services.flatMap((service): readonly Row[] => {
    const stats = lines.of(service.label)
    const make = () => rowsOf(service, offline, answer, stats, raw)
    const beside = lines.beside(service.label)
    return answer
      ? rowsOfService(
          service,
          [...around(answer, raw), saidOf(offline, service.servers), beside, ...stats.values()],
          make,
        )
      : make()
  })
  return { rows, differences: differences(services, states, files, answer, lines, raw) }
}

/** Thousands of rows are as they were a second ago: those of a service are made again only when something they say may differ. */
const rowsOfService = remembered<Service, readonly Row[]>()

/** What rows depend on besides their own lines: the worker, and whether the check runner answers. */
const around = ({ info }: HaproxyAnswer, { checks }: Raw) => [info.Pid, checks.answering || checks.answeredAt]

function rowsOf(
  service: Service,
  offline: ReadonlyMap<string, Offline>,
  answer: HaproxyAnswer | null,
  stats: Stats,
  raw: Raw,
): Row[] {
  const servers = service.servers.map((server) => serverRow(service, server, offline, answer, stats, raw))
  return [serviceRow(service, servers, answer, stats, raw), ...servers]
}

function freshAnswer(raw: Raw): HaproxyAnswer | null {
  const { answer, answeredAt } = raw.haproxy
  return answeredAt !== null && raw.at - answeredAt <= OLDEST_ANSWER ? answer : null
}

const silence = (raw: Raw): string => `HAProxy has not answered ${sinceWhen(raw.haproxy.answeredAt)}`

/** When HAProxy's state changed last. */
const changedAt = (stat: Stat | undefined, raw: Raw): number | null =>
  stat?.lastchg ? Math.round((stat.readAt ?? raw.at) / 1000 - Number(stat.lastchg)) * 1000 : null

/** Open now, in this worker and in those that end. */
const connections = (key: string, stat: Stat, answer: HaproxyAnswer): number =>
  Number(stat.scur || 0) + (answer.oldConnections[key] ?? 0)

function serverRow(
  service: Service,
  server: Server,
  offline: ReadonlyMap<string, Offline>,
  answer: HaproxyAnswer | null,
  stats: Stats,
  raw: Raw,
): ServerRow {
  const key = `${service.label}/${server.label}`
  const stat = stats.get(server.label)
  const since = answer ? changedAt(stat, raw) : raw.haproxy.answeredAt
  const seen = seenServer(service, server, key, offline, answer, stat, raw, since)
  // Written out in one piece: with 10,000 servers spreads take longer than all the rest.
  const row: ServerRow = {
    row: 'server',
    key: `layer7/${key}`,
    item: server.item.id,
    area: 'layer7',
    label: server.label,
    address: server.address,
    ports: server.port === undefined ? service.ports : String(server.port),
    service: service.label,
    connections: answer && stat ? connections(key, stat, answer) : null,
    weight: stat ? Number(stat.uweight || stat.weight || 0) : null,
    state: seen.state,
    reason: seen.reason,
    since: seen.since,
  }
  if (seen.expectedDown) row.expectedDown = true
  return row
}

type Seen = Pick<ServerRow, 'state' | 'reason' | 'since' | 'expectedDown'>

/** What the row says of how the server is. `since`: when HAProxy's state of it changed. */
function seenServer(
  service: Service,
  server: Server,
  key: string,
  offline: ReadonlyMap<string, Offline>,
  answer: HaproxyAnswer | null,
  stat: Stat | undefined,
  raw: Raw,
  since: number | null,
): Seen {
  if (!answer) return { state: 'unknown', reason: silence(raw), since }
  if (!stat) return { state: 'unknown', reason: 'it is not in the running HAProxy', since: null }
  const state = runningState(key, stat, answer)
  if (state !== 'online') {
    const left = { connections: connections(key, stat, answer), entries: answer.entries[key] }
    return offlineRow(service, state, stat, offline.get(server.item.id), left, since)
  }
  const health = healthOf(service, server, stat, raw, Number(answer.info.Uptime_sec || 0))
  return server.expectedDown ? expected(health, since) : { ...health, since }
}

/** A server that is expected to be down says so, before its cause. */
const expected = ({ state, reason }: Health, since: number | null): Seen => ({
  state,
  reason: state === 'down' ? `expected down: ${reason}` : reason,
  since,
  expectedDown: true,
})

function serviceRow(
  service: Service,
  servers: readonly ServerRow[],
  answer: HaproxyAnswer | null,
  stats: Stats,
  raw: Raw,
): ServiceRow {
  const key = `${service.label}/FRONTEND`
  const stat = stats.get('FRONTEND')
  const base = {
    row: 'service',
    key: `layer7/${service.label}`,
    item: service.item.id,
    area: 'layer7',
    label: service.label,
    address: service.address,
    ports: service.ports,
    protocol: 'TCP',
    method: 'Layer 7',
    mode: 'Proxy',
    serversUp: servers.filter((s) => s.state === 'up').length,
    servers: servers.length,
  } as const
  const unseen = { state: 'unknown', connections: null } as const
  if (!answer) return { ...base, ...unseen, reason: silence(raw), since: raw.haproxy.answeredAt }
  if (!stat) return { ...base, ...unseen, reason: 'it is not in the running HAProxy', since: null }
  const telling = counted(servers)
  const state = stateOf(telling)
  const fallback = hasFallback(state, stats)
  return {
    ...base,
    state,
    connections: connections(key, stat, answer),
    reason: fallback ? `${reasonOf(telling)}; the fallback answers` : reasonOf(telling),
    ...(fallback ? { fallback } : {}),
    since: sinceOf(state, telling, changedAt(stats.get('BACKEND'), raw)),
  }
}

/** Whether HAProxy has the fallback ready while no server is usable. */
function hasFallback(state: ServiceRow['state'], stats: Stats): boolean {
  if (state !== 'down' && state !== 'offline') return false
  const status = stats.get(FALLBACK)?.status ?? ''
  return status === 'no check' || status.startsWith('UP')
}
