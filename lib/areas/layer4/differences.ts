// Where the kernel and keepalived do otherwise than the applied documents say, as sentences.
import type { RenderedFile } from '../../model/file.ts'
import type { Difference, Layer4Answer } from '../../model/observed.ts'
import type { Offline } from '../server-state/states.ts'
import { fallbackKeyOf, isOwnPage, pagePort } from './fallback.ts'
import { runningState, wantedState } from './offline.ts'
import { CONF_FILE, digestIn, RULES_FILE, SYSCTL_FILE } from './render.ts'
import { ruleCount } from './rules.ts'
import { type Server, type Service, serverKey, serviceKey } from './services.ts'
import { sysctlsIn } from './sysctl.ts'
import type { Seen, TableEntry } from './table.ts'
import { isNobody } from './working.ts'

const difference = (message: string, item?: string): Difference => ({
  area: 'layer4',
  ...(item === undefined ? {} : { item }),
  message,
})

/** Everything that differs. Servers that are not in the table may have failed: rows tell. */
export function differences(
  services: readonly Service[],
  offline: ReadonlyMap<string, Offline>,
  files: readonly RenderedFile[],
  seen: Seen,
): Difference[] {
  const contentOf = (path: string) => files.find((f) => f.path === path)?.content
  const conf = files.find((f) => f.path === CONF_FILE)
  if (!conf) return extras(services, seen.answer)
  return [
    ...confDifferences(digestIn(conf), seen.answer),
    ...ruleDifferences(digestIn(conf), contentOf(RULES_FILE) ?? '', seen.answer),
    ...sysctlDifferences(contentOf(SYSCTL_FILE) ?? '', seen.answer),
    ...extras(services, seen.answer),
    ...services.flatMap((s) => serviceDifferences(s, offline, seen.of(s))),
  ]
}

const confDifferences = (digest: string, answer: Layer4Answer): Difference[] =>
  answer.digest === null || answer.digest === digest
    ? []
    : [difference('keepalived runs another configuration than the one applied.')]

function ruleDifferences(digest: string, text: string, { rules }: Layer4Answer): Difference[] {
  if (!rules) return [difference('The packet rules of Layer 4 are not loaded.')]
  return rules.digest === digest && rules.rules === ruleCount(text)
    ? []
    : [difference('The packet rules of Layer 4 are not those applied.')]
}

const sysctlDifferences = (text: string, { sysctls }: Layer4Answer): Difference[] =>
  [...sysctlsIn(text)]
    .filter(([key, value]) => sysctls[key] !== value)
    .map(([key, value]) => difference(`${key} is ${sysctls[key] ?? 'missing'}; applied is ${value}.`))

function extras(services: readonly Service[], answer: Layer4Answer): Difference[] {
  const known = new Set(services.map(serviceKey))
  return answer.services
    .filter((s) => !known.has(s.key))
    .map((s) => difference(`The kernel balances ${s.key}, which is not applied.`))
}

function serviceDifferences(
  service: Service,
  offline: ReadonlyMap<string, Offline>,
  entry: TableEntry | undefined,
): Difference[] {
  const { label, item } = service
  if (!entry) return [difference(`${label} is not in the kernel’s table.`, item.id)]
  const { scheduler, persistent } = entry.service
  const seconds = service.persistent ? service.persistenceTimeout : 0
  return [
    ...(scheduler === service.balance
      ? []
      : [difference(`${label} runs with balance ${scheduler}; applied is ${service.balance}.`, item.id)]),
    ...(persistent === seconds
      ? []
      : [difference(`${label} runs with persistence of ${persistent} s; applied is ${seconds} s.`, item.id)]),
    ...extraServers(service, entry),
    ...service.servers.flatMap((server) => serverDifferences(service, server, offline, entry)),
  ]
}

/** Which of its addresses the page has is a matter of the machine. */
function extraServers(service: Service, { servers }: TableEntry): Difference[] {
  const known = new Set([...service.servers.map((s) => serverKey(service, s)), fallbackKeyOf(service)])
  return [...servers.keys()]
    .filter((key) => !known.has(key) && !isNobody(key) && !isPage(service, key))
    .map((key) =>
      difference(
        `The kernel sends clients of ${service.label} to ${key}, which is not applied.`,
        service.item.id,
      ),
    )
}

const isPage = (service: Service, key: string): boolean =>
  isOwnPage(service) && key.endsWith(`:${pagePort(service)}`)

/** Drain, Halt and Online are an area of their own. */
function serverDifferences(
  service: Service,
  server: Server,
  offline: ReadonlyMap<string, Offline>,
  { servers }: TableEntry,
): Difference[] {
  const there = servers.get(serverKey(service, server))
  if (!there || serverKey(service, server) === fallbackKeyOf(service)) return []
  const wanted = wantedState(offline, server)
  const runs = runningState(server, there, wanted)
  const name = `${server.label} of ${service.label}`
  if (runs !== wanted)
    return [
      {
        area: 'server-state',
        item: server.item.id,
        message: `${name} is ${runs} in the kernel’s table; it was set ${wanted}.`,
      },
    ]
  return wanted === 'online' && there.weight !== server.weight
    ? [difference(`${name} runs with weight ${there.weight}; applied is ${server.weight}.`, server.item.id)]
    : []
}
