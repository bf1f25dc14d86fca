// Where HAProxy and the kernel do otherwise than the applied documents say, as sentences.
import type { Document } from '../../model/document.ts'
import type { RenderedFile } from '../../model/file.ts'
import type { Difference, HaproxyAnswer, Raw } from '../../model/observed.ts'
import { remembered } from '../../model/remembered.ts'
import { type Offline, offlineServers, saidOf, stateIn } from '../server-state/states.ts'
import { FALLBACK, fallbackSocket } from './fallback.ts'
import { difference, listenerDifferences, listenersByAddress } from './listening.ts'
import { runningState } from './offline.ts'
import type { ProxyLines, Stats } from './proxy-lines.ts'
import { digestIn, HAPROXY_FILE } from './render.ts'
import { type Server, type Service, statAddress } from './services.ts'

/** Everything that differs. Without an answer only the kernel's listeners can be compared. */
export function differences(
  services: readonly Service[],
  states: Document,
  files: readonly RenderedFile[],
  answer: HaproxyAnswer | null,
  lines: ProxyLines,
  raw: Raw,
): Difference[] {
  if (!services.length) return []
  const offline = offlineServers(states)
  const compared = (service: Service, { info }: HaproxyAnswer): readonly unknown[] => [
    info.Pid,
    saidOf(offline, service.servers),
    lines.beside(service.label),
    ...lines.of(service.label).values(),
  ]
  return [
    ...(answer ? [...processDifferences(files, answer), ...extras(services, lines)] : []),
    ...services.flatMap((s) => {
      const stats = lines.of(s.label)
      return answer
        ? ofLines(s, compared(s, answer), () => [
            ...extraServers(s, stats),
            ...serviceDifferences(s, offline, stats, answer),
          ])
        : []
    }),
    ...ofListeners(services, [raw.listeners, raw.pids.haproxy?.join()], () => {
      const listening = listenersByAddress(raw)
      return services.flatMap((s) => listenerDifferences(s, listening, raw))
    }),
  ]
}

/** Compared again only when a line of the service, or a listener, says something else than before. */
const ofLines = remembered<Service, Difference[]>()
const ofListeners = remembered<readonly Service[], Difference[]>()

function processDifferences(files: readonly RenderedFile[], answer: HaproxyAnswer): Difference[] {
  const file = files.find((f) => f.path === HAPROXY_FILE)
  return [
    ...(file && answer.info.description !== digestIn(file)
      ? [difference('HAProxy runs another configuration than the one applied.')]
      : []),
    ...(answer.master.failed > 0
      ? [difference('HAProxy could not take its last reload; the process before it still runs.')]
      : []),
  ]
}

const labelsOf = remembered<readonly Service[], ReadonlySet<string>>()
/** Names that begin with `_` are our own. */
const isOwn = (name: string): boolean => name.startsWith('_')

function extras(services: readonly Service[], lines: ProxyLines): Difference[] {
  const known = labelsOf(services, [], () => new Set(services.map((s) => s.label)))
  return lines
    .names()
    .filter((name) => !isOwn(name) && !known.has(name) && lines.of(name).has('BACKEND'))
    .map((name) => difference(`HAProxy runs ${name}, which is not applied.`))
}

function extraServers(service: Service, stats: Stats): Difference[] {
  const known = new Set(['FRONTEND', 'BACKEND', ...service.servers.map((server) => server.label)])
  return [...stats.keys()]
    .filter((name) => !isOwn(name) && !known.has(name))
    .map((name) => difference(`HAProxy runs server ${name} in ${service.label}, which is not applied.`))
}

function serviceDifferences(
  service: Service,
  offline: ReadonlyMap<string, Offline>,
  stats: Stats,
  answer: HaproxyAnswer,
): Difference[] {
  const whole = stats.get('BACKEND')
  if (!whole) return [difference(`${service.label} is not in the running HAProxy.`, service.item.id)]
  const differs = compare(service.label, service.item.id)
  return [
    ...differs('mode', whole.mode, service.protocol),
    ...differs('balance', whole.algo, service.balance),
    ...differs('fallback', stats.get(FALLBACK)?.addr, fallbackOf(service)),
    ...service.servers.flatMap((server) => [
      ...serverDifferences(service, server, stats),
      ...stateDifferences(service, server, offline, stats, answer),
    ]),
  ]
}

/** Undefined where the service has none. */
const fallbackOf = (service: Service): string | undefined =>
  service.fallbackOff ? undefined : fallbackSocket(service)

function serverDifferences(service: Service, server: Server, stats: Stats): Difference[] {
  const name = `${server.label} of ${service.label}`
  const stat = stats.get(server.label)
  if (!stat) return [difference(`${name} is not in the running HAProxy.`, server.item.id)]
  const differs = compare(name, server.item.id)
  return [
    ...differs('address', stat.addr, statAddress(server)),
    ...differs('weight', stat.uweight, String(server.weight)),
  ]
}

/** Drain, Halt and Online are an area of their own. */
function stateDifferences(
  service: Service,
  server: Server,
  offline: ReadonlyMap<string, Offline>,
  stats: Stats,
  answer: HaproxyAnswer,
): Difference[] {
  const key = `${service.label}/${server.label}`
  const stat = stats.get(server.label)
  const wanted = stateIn(offline, server.item.id)
  const runs = stat ? runningState(key, stat, answer) : wanted
  const message = `${server.label} of ${service.label} is ${runs} in HAProxy; it was set ${wanted}.`
  return runs === wanted ? [] : [{ area: 'server-state', item: server.item.id, message }]
}

const compare =
  (name: string, item: string) =>
  (what: string, runs: string | undefined, applied: string | undefined): Difference[] =>
    runs === applied
      ? []
      : [difference(`${name} runs with ${what} ${runs || 'none'}; applied is ${applied ?? 'none'}.`, item)]
