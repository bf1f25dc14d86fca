// What must hold between services, servers and the machine. Beside other areas: verify-others.ts; of the fallback: verify-fallback.ts. The list at the end is the table of contents.
import { isIPv6, networkHolding, networksOf, socketAddress } from '../../model/address.ts'
import { problem } from '../../model/errors.ts'
import type { Facts } from '../../model/facts.ts'
import { hostProblems, named, within } from '../addresses.ts'
import { at, type Rule } from '../define.ts'
import { checkLines } from './checks.ts'
import { fitsFamily } from './granularity.ts'
import { isQuotable, LONGEST_LINE } from './quote.ts'
import { eachService, finding, type ServiceRule } from './rule.ts'
import { advancedOf, plainPort, type Service, serverKey, servicesOf } from './services.ts'
import { fallbackRules } from './verify-fallback.ts'
import { otherRules } from './verify-others.ts'

const addressLiesInANetwork: ServiceRule = (services, facts) => {
  const problemsOf = hostProblems(facts)
  return services.flatMap((service) =>
    problemsOf(service.address).map(([code, values]) => finding(code, service, 'address', values)),
  )
}

/** Said where the method is chosen, and where the port stands. */
const routingKeepsThePort = eachService((service) =>
  service.forwarding !== 'dr'
    ? []
    : service.servers
        .filter((s) => s.port !== undefined && s.port !== plainPort(service))
        .flatMap((s) => {
          const values = { server: s.label, port: s.port ?? 0 }
          return [
            finding('ROUTING_KEEPS_PORT', service, 'forwarding', values),
            finding('ROUTING_KEEPS_PORT', s, 'port', values),
          ]
        }),
)

const routedServersAreNear: ServiceRule = (services, facts) => {
  const networks = networksOf(facts)
  return services
    .filter((s) => s.forwarding === 'dr')
    .flatMap((s) => s.servers)
    .filter((s) => !networkHolding(s.address, networks))
    .map((s) => finding('SERVER_FAR', s, 'address', { address: s.address, networks: named(networks) }))
}

const familiesAgree = eachService((service) =>
  service.servers
    .filter((s) => isIPv6(s.address) !== isIPv6(service.address))
    .map((s) =>
      finding('FAMILY_DIFFERS', s, 'address', {
        address: s.address,
        family: isIPv6(s.address) ? 'IPv6' : 'IPv4',
      }),
    ),
)

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

const serversDiffer = eachService((service) => {
  const first = new Map<string, string>()
  return service.servers.flatMap((server) => {
    const key = serverKey(service, server)
    const other = first.get(key)
    if (other === undefined) first.set(key, server.label)
    return other === undefined ? [] : [finding('SERVER_SAME', server, 'address', { other })]
  })
})

const connectionsAreInOrder = eachService((service) =>
  service.servers
    .filter((s) => s.maxConnections > 0 && s.minConnections > s.maxConnections)
    .map((s) =>
      finding('CONNECTIONS_CROSSED', s, 'minConnections', { min: s.minConnections, max: s.maxConnections }),
    ),
)

const serviceHasServers = eachService((service) =>
  service.servers.length
    ? []
    : [
        problem('NO_SERVERS', at('layer4', service.item.id), {
          service: service.label,
          fate: 'get the fallback only',
        }),
      ],
)

const granularityFits = eachService((service) => {
  const { persistent, granularity, address } = service
  if (!persistent || fitsFamily(granularity, address)) return []
  const advice = isIPv6(address)
    ? 'For IPv6 write a prefix length, as 64.'
    : 'For IPv4 write a netmask, as 255.255.255.0.'
  return [finding('GRANULARITY_FAMILY', service, 'granularity', { granularity, address, advice })]
})

const scriptIsThere = eachService((service, facts) => {
  if (service.check !== 'external') return []
  const { checkScript: script } = service
  if (!script) return [finding('EXTERNAL_SCRIPT_NOT_CHOSEN', service, 'checkScript')]
  return facts.scripts.includes(script)
    ? []
    : [finding('SCRIPT_NOT_INSTALLED', service, 'checkScript', { script, choice: 'External script' })]
})

const PATH =
  'Begin with / and use no spaces, quotes, backslashes or special characters; write them as %20, %22, %5C, and ä as %C3%A4. $ before _ is %24.'
const NAME = 'Write a host name: www.example.com.'

/** Undefined: the protocol of the check can ask for it. */
function faultOf({ checkProtocol, request }: Service): string | undefined {
  if (request === '') return undefined
  if (checkProtocol === 'http' || checkProtocol === 'https')
    return /^\/[\x21-\x7e]*$/.test(request) && isQuotable(request) ? undefined : PATH
  if (checkProtocol === 'dns')
    return /^([A-Za-z0-9_]([A-Za-z0-9_-]{0,62})\.?)+$/.test(request) && request.length < 254
      ? undefined
      : NAME
  return undefined
}

const requestFits = eachService((service) => {
  const why = service.check === 'negotiate' ? faultOf(service) : undefined
  return why === undefined ? [] : [finding('CHECK_REQUEST', service, 'request', { why })]
})

/** Only lines with somebody's own text can grow so long. Rules before have seen to it that it can be written at all. */
const checkIsNotTooLong: ServiceRule = (services, _facts, documents) => {
  const advanced = advancedOf(documents)
  return services
    .filter((s) => s.check === 'negotiate' && faultOf(s) === undefined)
    .flatMap((service) => {
      const lines = service.servers.slice(0, 1).flatMap((server) => checkLines(service, server, advanced))
      const long = lines.find(([, text]) => new TextEncoder().encode(text).length > LONGEST_LINE)
      return long ? [finding('CHECK_TOO_LONG', service, long[0])] : []
    })
}

const autoNatInterfaceIsThere: ServiceRule = (_services, facts, documents) => {
  const { autoNat, item } = advancedOf(documents)
  const interfaces = interfacesOf(facts)
  return autoNat === 'off' || interfaces.includes(autoNat)
    ? []
    : [
        problem('INTERFACE_MISSING', at('layer4', item?.id, 'autoNat'), {
          interface: autoNat,
          interfaces: interfaces.join(', '),
        }),
      ]
}

const interfacesOf = (facts: Facts): string[] => facts.interfaces.map((i) => i.name).filter((n) => n !== 'lo')

const rules: readonly ServiceRule[] = [
  ...otherRules,
  addressLiesInANetwork,
  routingKeepsThePort,
  routedServersAreNear,
  familiesAgree,
  serverIsNotItsService,
  serversDiffer,
  connectionsAreInOrder,
  serviceHasServers,
  granularityFits,
  scriptIsThere,
  requestFits,
  checkIsNotTooLong,
  autoNatInterfaceIsThere,
  ...fallbackRules,
]

export const verify: readonly Rule[] = [
  (documents, facts) => {
    const services = servicesOf(documents)
    return rules.flatMap((rule) => rule(services, facts, documents))
  },
]
