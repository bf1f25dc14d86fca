// Where HAProxy and the kernel do otherwise than the applied documents say, as sentences.
import type { RenderedFile } from '../../model/file.ts'
import type { Difference, HaproxyAnswer, Raw } from '../../model/observed.ts'
import { type Offline, stateIn } from '../server-state/states.ts'
import { FALLBACK, fallbackSocket } from './fallback.ts'
import type { Stat } from './health.ts'
import { difference, listenerDifferences, listenersByAddress } from './listening.ts'
import { runningState } from './offline.ts'
import { digestIn, HAPROXY_FILE } from './render.ts'
import { type Server, type Service, statAddress } from './services.ts'

type Stats = ReadonlyMap<string, Stat>

/** Everything that differs. Without an answer only the kernel's listeners can be compared. */
export function differences(
  services: readonly Service[],
  offline: ReadonlyMap<string, Offline>,
  files: readonly RenderedFile[],
  answer: HaproxyAnswer | null,
  stats: Stats,
  raw: Raw,
): Difference[] {
  if (!services.length) return []
  const listening = listenersByAddress(raw)
  return [
    ...(answer ? [...processDifferences(files, answer), ...extras(services, stats)] : []),
    ...services.flatMap((s) => [
      ...(answer ? serviceDifferences(s, offline, stats, answer) : []),
      ...listenerDifferences(s, listening, raw),
    ]),
  ]
}

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

/** Names that begin with `_` are our own. */
function extras(services: readonly Service[], stats: Stats): Difference[] {
  const known = new Set(
    services.flatMap((s) => [s.label, ...s.servers.map((server) => `${s.label}/${server.label}`)]),
  )
  return [...stats.values()].flatMap(({ pxname = '', svname = '' }) => {
    if (pxname.startsWith('_') || svname.startsWith('_') || svname === 'FRONTEND') return []
    if (svname === 'BACKEND')
      return known.has(pxname) ? [] : [difference(`HAProxy runs ${pxname}, which is not applied.`)]
    if (!known.has(pxname) || known.has(`${pxname}/${svname}`)) return []
    return [difference(`HAProxy runs server ${svname} in ${pxname}, which is not applied.`)]
  })
}

function serviceDifferences(
  service: Service,
  offline: ReadonlyMap<string, Offline>,
  stats: Stats,
  answer: HaproxyAnswer,
): Difference[] {
  const whole = stats.get(`${service.label}/BACKEND`)
  if (!whole) return [difference(`${service.label} is not in the running HAProxy.`, service.item.id)]
  const differs = compare(service.label, service.item.id)
  return [
    ...differs('mode', whole.mode, service.protocol),
    ...differs('balance', whole.algo, service.balance),
    ...differs('fallback', stats.get(`${service.label}/${FALLBACK}`)?.addr, fallbackOf(service)),
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
  const stat = stats.get(`${service.label}/${server.label}`)
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
  const stat = stats.get(key)
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
