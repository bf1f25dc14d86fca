// What must hold between services, servers, areas and the machine. The list at the end is the table of contents.
import { addressesOverlap, isWildcard, socketAddress } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import { type ErrorCode, problem } from '../../model/errors.ts'
import type { Facts } from '../../model/facts.ts'
import { type PortRange, rangesOverlap } from '../../model/port-list.ts'
import type { Problem } from '../../model/problem.ts'
import { busyOn, hostProblems, within } from '../addresses.ts'
import { at, type Rule } from '../define.ts'
import { ownPorts, PEERS_PORT } from '../ports.ts'
import { fallbackRoute, fallbackSocket } from './fallback.ts'
import { type Server, type Service, servicesOf } from './services.ts'

/** What HAProxy may open for one service. */
const MOST_PORTS = 1000

type Values = Parameters<typeof problem>[2]
const finding = (code: ErrorCode, of: Service | Server, field: string, values?: Values): Problem =>
  problem(code, at('layer7', of.item.id, field), values)

/** A rule over the services, which are read once for all rules. */
type ServiceRule = (services: readonly Service[], facts: Facts, documents: Documents) => Problem[]

/** A rule that looks at one service after the other. */
const eachService =
  (look: (service: Service, facts: Facts) => Problem[]): ServiceRule =>
  (services, facts) =>
    services.flatMap((service) => look(service, facts))

/** The first address and port that both take, or undefined. */
function shared(a: Service, b: Service): string | undefined {
  if (a === b || !addressesOverlap(a.address, b.address)) return undefined
  const meeting = pairs(a.ranges, b.ranges).find(([x, y]) => rangesOverlap(x, y))
  return meeting && socketAddress(b.address, Math.max(meeting[0][0], meeting[1][0]))
}

const pairs = (a: readonly PortRange[], b: readonly PortRange[]) =>
  a.flatMap((x) => b.map((y): [PortRange, PortRange] => [x, y]))

/** Finds the services that may answer on an address: those on the same one, and those on a wildcard. */
function servicesNear(services: readonly Service[]): (address: string) => readonly Service[] {
  const wild = services.filter((s) => isWildcard(s.address))
  const on = new Map<string, Service[]>()
  for (const s of services) on.set(s.address, [...(on.get(s.address) ?? []), s])
  return (address) => (isWildcard(address) ? services : [...(on.get(address) ?? []), ...wild])
}

/** Each of the two is told about the other. */
const portsAreNotShared: ServiceRule = (services) => {
  const near = servicesNear(services)
  return services.flatMap((service) => {
    return near(service.address).flatMap((other) => {
      const where = shared(service, other)
      return where ? [finding('PORT_TAKEN', service, 'ports', { other: other.label, where })] : []
    })
  })
}

const portsAreNotTheAppliances: ServiceRule = (services, _facts, documents) => {
  const own = ownPorts(documents)
  return services.flatMap((service) => {
    const taken = own.find(
      (o) => within(o.port, service.ranges) && addressesOverlap(o.address, service.address),
    )
    return taken ? [finding('PORT_OF_APPLIANCE', service, 'ports', { port: taken.port, use: taken.use })] : []
  })
}

const portsAreFree = eachService((service, facts) =>
  busyOn(facts, service.address, service.ranges)
    .slice(0, 1)
    .map((values) => finding('PORT_HELD', service, 'ports', values)),
)

const portsAreNotTooMany = eachService((service) => {
  const count = service.ranges.reduce((n, [first, last]) => n + last - first + 1, 0)
  return count > MOST_PORTS ? [finding('PORTS_TOO_MANY', service, 'ports', { count, most: MOST_PORTS })] : []
})

const tablesPortIsFree: ServiceRule = (services, facts) =>
  services.length
    ? busyOn(facts, '127.0.0.1', [[PEERS_PORT, PEERS_PORT]]).map((values) =>
        problem('OWN_PORT_HELD', at('layer7'), { ...values, use: 'the keeper of the persistence tables' }),
      )
    : []

const addressLiesInANetwork: ServiceRule = (services, facts) => {
  const problemsOf = hostProblems(facts)
  return services.flatMap((service) =>
    problemsOf(service.address).map(([code, values]) => finding(code, service, 'address', values)),
  )
}

const cookieNeedsHttpMode = eachService((service) =>
  service.persistence === 'cookie' && service.protocol === 'tcp'
    ? [finding('COOKIE_NEEDS_HTTP', service, 'persistence')]
    : [],
)

const scriptIsThere = eachService((service, facts) => {
  if (service.check !== 'script') return []
  if (!service.checkScript) return [finding('SCRIPT_NOT_CHOSEN', service, 'checkScript')]
  return facts.scripts.includes(service.checkScript)
    ? []
    : [
        finding('SCRIPT_NOT_INSTALLED', service, 'checkScript', {
          script: service.checkScript,
          choice: 'Check Script',
        }),
      ]
})

const serverIsNotItsService = eachService((service) =>
  service.servers
    .filter((s) => s.address === service.address && (s.port === undefined || within(s.port, service.ranges)))
    .map((s) =>
      finding('SERVER_IS_SERVICE', s, 'address', {
        where: s.port === undefined ? s.address : socketAddress(s.address, s.port),
        service: service.label,
      }),
    ),
)

/** A service may be the fallback of another. One that comes back to itself by that would connect in circles. */
const fallbackEndsSomewhere: ServiceRule = (services) => {
  const near = servicesNear(services)
  return services.flatMap((service) => {
    const route = fallbackRoute(service, near)
    if (route.at(-1) !== service) return []
    const by = route.slice(0, -1).map((s) => s.label)
    return [
      finding('FALLBACK_IS_SERVICE', service, 'fallbackAddress', {
        where: fallbackSocket(service),
        service: service.label,
        by: by.length ? ` by ${by.join(' and ')}` : '',
      }),
    ]
  })
}

const serversDiffer = eachService((service) =>
  service.servers.flatMap((server, i) => {
    const twin = service.servers.find(
      (s, j) => j < i && s.address === server.address && s.port === server.port,
    )
    return twin ? [finding('SERVER_TWICE', server, 'address', { other: twin.label })] : []
  }),
)

const serviceHasServers = eachService((service) =>
  service.servers.length
    ? []
    : [
        problem('NO_SERVERS', at('layer7', service.item.id), {
          service: service.label,
          fate: service.fallbackOff ? 'are turned away' : 'get the fallback only',
        }),
      ],
)

const rules: readonly ServiceRule[] = [
  portsAreNotShared,
  portsAreNotTheAppliances,
  portsAreFree,
  portsAreNotTooMany,
  tablesPortIsFree,
  addressLiesInANetwork,
  cookieNeedsHttpMode,
  scriptIsThere,
  serverIsNotItsService,
  fallbackEndsSomewhere,
  serversDiffer,
  serviceHasServers,
]

export const verify: readonly Rule[] = [
  (documents, facts) => {
    const services = servicesOf(documents)
    return rules.flatMap((rule) => rule(services, facts, documents))
  },
]
