// The server that stands in while no other is usable: where keepalived finds it, and how packets get there.
import { isLoopback, socketAddress } from '../../model/address.ts'
import type { Documents } from '../../model/document.ts'
import type { Facts } from '../../model/facts.ts'
import { within } from '../addresses.ts'
import { FALLBACK_PORT } from '../ports.ts'
import { ownAddressNear } from './own.ts'
import { plainPort, type Service, servicesOf, transportsOf } from './services.ts'

export interface Fallback {
  address: string
  /** 0: the one the client used. */
  port: number
  method: 'DR' | 'NAT'
  /** It may be elsewhere, and answers the appliance: its packets need the appliance as their source. */
  masq: boolean
}

/** 127.0.0.1 and ::1 mean this appliance's page, which IPVS reaches on an address of an interface only. */
export const isOwnPage = (service: Pick<Service, 'fallbackAddress'>): boolean =>
  isLoopback(service.fallbackAddress)

/** Null where the appliance has no address that its page could be reached on. */
export function fallbackOf(service: Service, near: (address: string) => string | undefined): Fallback | null {
  if (isOwnPage(service)) {
    const address = near(service.address)
    return address ? { address, port: pagePort(service), method: 'NAT', masq: false } : null
  }
  const masq = service.masqFallback || service.forwarding === 'snat'
  const method = service.forwarding === 'dr' && !service.masqFallback ? 'DR' : 'NAT'
  const port = method === 'DR' ? (plainPort(service) ?? 0) : service.fallbackPort || (plainPort(service) ?? 0)
  return { address: service.fallbackAddress, port, method, masq }
}

/** The fallback's key in the kernel's table, where it is no page of ours: that one is on an address of its own. */
export function fallbackKeyOf(service: Service): string | undefined {
  const fallback = isOwnPage(service) ? null : fallbackOf(service, () => undefined)
  return fallback ? socketAddress(fallback.address, fallback.port) : undefined
}

/** The page has one place of its own; the client's port and 80 lead there too. */
export const pagePort = ({ fallbackPort }: Service): number =>
  fallbackPort === 0 || fallbackPort === 80 ? FALLBACK_PORT : fallbackPort

/** Addresses of services that carry TCP port 80: the page answers there too (FB-14). */
export const pageAddresses = (documents: Documents): string[] => [
  ...new Set(
    servicesOf(documents)
      .filter((s) => within(80, s.ranges) && transportsOf(s).includes('tcp'))
      .map((s) => s.address),
  ),
]

/** Own addresses that services reach the page on. */
export function pagePlaces(documents: Documents, facts: Facts): string[] {
  const near = ownAddressNear(facts)
  const found = servicesOf(documents)
    .filter((s) => isOwnPage(s) && pagePort(s) === FALLBACK_PORT)
    .flatMap((s) => near(s.address) ?? [])
  return [...new Set(found)]
}
