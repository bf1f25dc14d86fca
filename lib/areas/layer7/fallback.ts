// The server that stands in while no other is usable: its name, where it is, and where it leads.
import { addressesOverlap, socketAddress } from '../../model/address.ts'
import { within } from '../addresses.ts'
import type { Service } from './services.ts'

/** The fallback's name among the servers of its service. */
export const FALLBACK = '_fallback'

/** Where the fallback is, as HAProxy writes it. */
export const fallbackSocket = (service: Service): string =>
  socketAddress(service.fallbackAddress, service.fallbackPort)

/** From one service's fallback to the next, as long as they are services: up to this one, or to where it goes on without it. */
export function fallbackRoute(service: Service, near: (address: string) => readonly Service[]): Service[] {
  const route: Service[] = []
  const after = (from: Service) =>
    from.fallbackOff
      ? undefined
      : near(from.fallbackAddress).find((s) => answersAt(s, from.fallbackAddress, from.fallbackPort))
  for (let next = after(service); next && !route.includes(next); next = after(next)) {
    route.push(next)
    if (next === service) break
  }
  return route
}

const answersAt = (service: Service, address: string, port: number): boolean =>
  addressesOverlap(service.address, address) && within(port, service.ranges)
