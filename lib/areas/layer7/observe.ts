// Rows of services and servers from HAProxy's own answer. What did not answer is unknown, never an old green.
import type { Documents } from '../../model/document.ts'
import type { RenderedFile } from '../../model/file.ts'
import type { HaproxyAnswer, Raw, Row, ServerRow, ServiceRow, Stat } from '../../model/observed.ts'
import { remembered } from '../../model/remembered.ts'
import type { Observation } from '../define.ts'
import { differences } from './differences.ts'
import { healthOf, sinceWhen } from './health.ts'
import { ProxyLines, type Stats } from './proxy-lines.ts'
import { type Server, type Service, servicesOf } from './services.ts'

/** Two rounds of checks: an older answer proves nothing. Milliseconds. */
const OLDEST_ANSWER = 8000

export function observe(documents: Documents, files: readonly RenderedFile[], raw: Raw): Observation {
  const services = servicesOf(documents)
  const answer = freshAnswer(raw)
  const lines = new ProxyLines(answer)
  const rows = services.flatMap((service): readonly Row[] =>
    answer ? knownRows(service, answer, lines, raw) : rowsOf(service, answer, lines.of(service.label), raw),
  )
  return { rows, differences: differences(services, files, answer, lines, raw) }
}

const rowsOfService = remembered<Service, readonly Row[]>()

/** Thousands of rows are as they were a second ago: those of a service are made again only when something they say may differ. */
const knownRows = (service: Service, answer: HaproxyAnswer, lines: ProxyLines, raw: Raw): readonly Row[] => {
  const { answering, answeredAt } = raw.checks
  const stats = lines.of(service.label)
  const from = [answer.info.Pid, answering || answeredAt, lines.openBefore(service.label), ...stats.values()]
  return rowsOfService(service, from, () => rowsOf(service, answer, stats, raw))
}

function rowsOf(service: Service, answer: HaproxyAnswer | null, stats: Stats, raw: Raw): Row[] {
  const servers = service.servers.map((server) => serverRow(service, server, answer, stats, raw))
  return [serviceRow(service, servers, answer, stats, raw), ...servers]
}

function freshAnswer(raw: Raw): HaproxyAnswer | null {
  const { answer, answeredAt } = raw.haproxy
  return answeredAt !== null && raw.at - answeredAt <= OLDEST_ANSWER ? answer : null
}

const silence = (raw: Raw): string => `HAProxy has not answered ${sinceWhen(raw.haproxy.answeredAt)}`

/** When HAProxy's state changed last. */
const changedAt = (stat: Stat | undefined, raw: Raw): number | null =>
  stat?.lastchg ? Math.round(raw.at / 1000 - Number(stat.lastchg)) * 1000 : null

/** Open now, in this worker and in those that end. */
const connections = (key: string, stat: Stat, answer: HaproxyAnswer): number =>
  Number(stat.scur || 0) + (answer.oldConnections[key] ?? 0)

function serverRow(
  service: Service,
  server: Server,
  answer: HaproxyAnswer | null,
  stats: Stats,
  raw: Raw,
): ServerRow {
  const key = `${service.label}/${server.label}`
  const stat = stats.get(server.label)
  const base = {
    row: 'server',
    key: `layer7/${key}`,
    item: server.item.id,
    area: 'layer7',
    label: server.label,
    address: server.address,
    ports: server.port === undefined ? service.ports : String(server.port),
    service: service.label,
  } as const
  const unseen = { state: 'unknown', connections: null, weight: null } as const
  if (!answer) return { ...base, ...unseen, reason: silence(raw), since: raw.haproxy.answeredAt }
  if (!stat) return { ...base, ...unseen, reason: 'it is not in the running HAProxy', since: null }
  return {
    ...base,
    ...healthOf(service, server, stat, raw, Number(answer.info.Uptime_sec || 0)),
    connections: connections(key, stat, answer),
    weight: Number(stat.uweight || stat.weight || 0),
    since: changedAt(stat, raw),
  }
}

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
  const state = stateOf(servers)
  return {
    ...base,
    state,
    connections: connections(key, stat, answer),
    reason: reasonOf(servers),
    since: sinceOf(state, servers, changedAt(stats.get('BACKEND'), raw)),
  }
}

/** The service as a whole. Some failed and the rest offline is down: nobody can use it. */
function stateOf(servers: readonly ServerRow[]): ServiceRow['state'] {
  const is = (state: ServerRow['state']) => servers.some((s) => s.state === state)
  if (servers.length && servers.every((s) => s.state === 'up')) return 'up'
  if (is('up')) return 'some'
  if (is('unknown')) return 'unknown'
  return is('down') || !servers.length ? 'down' : 'offline'
}

const WORDS: [ServerRow['state'], string][] = [
  ['down', 'down'],
  ['unknown', 'unknown'],
  ['drained', 'drained'],
  ['halted', 'halted'],
]

/** The one server in trouble with its own reason, or how many of each. */
function reasonOf(servers: readonly ServerRow[]): string {
  if (!servers.length) return 'it has no Real Server'
  const troubled = servers.filter((s) => s.state !== 'up')
  const [only] = troubled
  if (troubled.length === 1 && only) return `${only.label}: ${only.reason}`
  return WORDS.map(([state, word]) => [servers.filter((s) => s.state === state).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} of ${servers.length} servers ${word}`)
    .join(', ')
}

/** Some up: since the last of its servers changed. Otherwise since HAProxy's own change of the whole. */
function sinceOf(
  state: ServiceRow['state'],
  servers: readonly ServerRow[],
  whole: number | null,
): number | null {
  const times = servers.filter((s) => s.state !== 'up').flatMap((s) => (s.since === null ? [] : [s.since]))
  return state === 'some' && times.length ? Math.max(...times) : whole
}
