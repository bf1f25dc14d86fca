// What must hold of the fallback server of a Layer 4 service.
import { addressesOverlap, isIPv6, socketAddress } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import { within } from '../addresses.ts'
import { servicesOf as layer7Services } from '../layer7/services.ts'
import { isOwnPage } from './fallback.ts'
import { ownAddressNear } from './own.ts'
import { eachService, finding, groupedBy, type ServiceRule } from './rule.ts'
import { plainPort, type Service } from './services.ts'

const isRouted = (service: Service): boolean =>
  service.forwarding === 'dr' && !service.masqFallback && !isOwnPage(service)

const familyAgrees = eachService((service) =>
  isOwnPage(service) || isIPv6(service.fallbackAddress) === isIPv6(service.address)
    ? []
    : [
        finding('FAMILY_DIFFERS', service, 'fallbackAddress', {
          address: service.fallbackAddress,
          family: isIPv6(service.fallbackAddress) ? 'IPv6' : 'IPv4',
        }),
      ],
)

const portIsKept = eachService((service) => {
  const port = plainPort(service)
  const isKept = service.fallbackPort === 0 || service.fallbackPort === port
  return isRouted(service) && !isKept
    ? [
        finding('FALLBACK_KEEPS_PORT', service, 'fallbackPort', {
          port: port === undefined ? 'the port they used' : `port ${port}`,
        }),
      ]
    : []
})

const isNotTheServiceItself = eachService((service) => {
  const { address, ranges, fallbackAddress, fallbackPort, label } = service
  return fallbackAddress === address && (fallbackPort === 0 || within(fallbackPort, ranges))
    ? [finding('FALLBACK_IS_SERVICE', service, 'fallbackAddress', { where: address, service: label, by: '' })]
    : []
})

const layer7NeedsMasq: ServiceRule = (services, _facts, documents) => {
  const holder = layer7Holder(documents)
  return services.filter(isRouted).flatMap((service) => {
    const other = holder(service.fallbackAddress)
    return other ? [finding('FALLBACK_NEEDS_MASQ', service, 'masqFallback', { service: other })] : []
  })
}

/** The Label of a Layer 7 service on the address. */
function layer7Holder(documents: Documents): (address: string) => string | undefined {
  const others = layer7Services(documents)
  return (address) => others.find((o) => addressesOverlap(o.address, address))?.label
}

const isNotAtLayer4: ServiceRule = (services) => {
  const on = groupedBy(services, (s) => s.address)
  return services.flatMap((service) => {
    const { fallbackAddress: address, fallbackPort } = service
    const other = on.get(address)?.find((o) => o !== service && meets(o, fallbackPort, service))
    return other
      ? [
          finding('FALLBACK_AT_LAYER4', service, 'fallbackAddress', {
            where: fallbackPort ? socketAddress(address, fallbackPort) : address,
            service: other.label,
          }),
        ]
      : []
  })
}

const meets = (other: Service, port: number, service: Service): boolean =>
  port === 0 ? service.ranges.some(([first]) => within(first, other.ranges)) : within(port, other.ranges)

const pageIsReached: ServiceRule = (services, facts) => {
  const near = ownAddressNear(facts)
  return services
    .filter((s) => isOwnPage(s) && near(s.address) === undefined)
    .map((s) =>
      finding('PAGE_OUT_OF_REACH', s, 'fallbackAddress', { family: isIPv6(s.address) ? 'IPv6' : 'IPv4' }),
    )
}

export const fallbackRules: readonly ServiceRule[] = [
  familyAgrees,
  portIsKept,
  isNotTheServiceItself,
  layer7NeedsMasq,
  isNotAtLayer4,
  pageIsReached,
]
