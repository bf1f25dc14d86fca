// Where HAProxy and the kernel do otherwise than the applied documents say, as sentences.
import type { RenderedFile } from '../../model/file.ts'
import type { Difference, HaproxyAnswer, Raw } from '../../model/observed.ts'
import { remembered } from '../../model/remembered.ts'
import { difference, listenerDifferences, listenersByAddress } from './listening.ts'
import type { ProxyLines, Stats } from './proxy-lines.ts'
import { digestIn, HAPROXY_FILE } from './render.ts'
import { type Server, type Service, statAddress } from './services.ts'

/** Everything that differs. Without an answer only the kernel's listeners can be compared. */
export function differences(
  services: readonly Service[],
  files: readonly RenderedFile[],
  answer: HaproxyAnswer | null,
  lines: ProxyLines,
  raw: Raw,
): Difference[] {
  if (!services.length) return []
  return [
    ...(answer ? [...processDifferences(files, answer), ...extras(services, lines)] : []),
    ...services.flatMap((s) => (answer ? linesCompared(s, lines.of(s.label)) : [])),
    ...listenersCompared(services, [raw.listeners, raw.pids.haproxy?.join()], () => {
      const listening = listenersByAddress(raw)
      return services.flatMap((s) => listenerDifferences(s, listening, raw))
    }),
  ]
}

const ofLines = remembered<Service, Difference[]>()
const listenersCompared = remembered<readonly Service[], Difference[]>()

/** Compared again only when a line of the service says something else than before. */
const linesCompared = (service: Service, stats: Stats): Difference[] =>
  ofLines(service, [...stats.values()], () => [
    ...extraServers(service, stats),
    ...serviceDifferences(service, stats),
  ])

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

function serviceDifferences(service: Service, stats: Stats): Difference[] {
  const whole = stats.get('BACKEND')
  if (!whole) return [difference(`${service.label} is not in the running HAProxy.`, service.item.id)]
  const differs = compare(service.label, service.item.id)
  return [
    ...differs('mode', whole.mode, service.protocol),
    ...differs('balance', whole.algo, service.balance),
    ...service.servers.flatMap((server) => serverDifferences(service, server, stats)),
  ]
}

function serverDifferences(service: Service, server: Server, stats: Stats): Difference[] {
  const name = `${server.label} of ${service.label}`
  const stat = stats.get(server.label)
  if (!stat) return [difference(`${name} is not in the running HAProxy.`, server.item.id)]
  const differs = compare(name, server.item.id)
  const byHand = /^(MAINT|DRAIN)/.exec(stat.status ?? '')?.[1]
  return [
    ...differs('address', stat.addr, statAddress(server)),
    ...differs('weight', stat.uweight, String(server.weight)),
    ...differs('administrative state', byHand ?? 'READY', 'READY'),
  ]
}

const compare =
  (name: string, item: string) =>
  (what: string, runs: string | undefined, applied: string): Difference[] =>
    runs === applied
      ? []
      : [difference(`${name} runs with ${what} ${runs || 'none'}; applied is ${applied}.`, item)]
