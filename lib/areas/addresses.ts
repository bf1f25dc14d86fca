// What the machine says of addresses and ports: what can be brought up where, and what others hold.
import {
  addressesOverlap,
  isLoopback,
  isNetworkOrBroadcast,
  isWildcard,
  type Network,
  networkHolding,
  networksOf,
} from '../model/address.ts'
import type { Facts } from '../model/facts.ts'
import type { PortRange } from '../model/port-list.ts'

type Found = [code: 'ADDRESS_OUTSIDE' | 'ADDRESS_NOT_A_HOST', values: Record<string, string>]

/** What hinders an address from being answered on here: nothing for 0.0.0.0, :: and addresses of the machine's own. */
export function hostProblems(facts: Facts): (address: string) => Found[] {
  const networks = networksOf(facts)
  const own = ownAddresses(facts)
  return (address) => {
    if (isWildcard(address) || own.has(address)) return []
    const network = networkHolding(address, networks)
    if (!network) return [['ADDRESS_OUTSIDE', { address, networks: named(networks) }]]
    return isNetworkOrBroadcast(address, network)
      ? [['ADDRESS_NOT_A_HOST', { address, network: network.cidr }]]
      : []
  }
}

/** As 192.168.81.0/24 (eth0), each once; loopback helps nobody. */
export const named = (networks: readonly Network[]): string =>
  [...new Set(networks.filter((n) => n.interface !== 'lo').map((n) => `${n.cidr} (${n.interface})`))].join(
    ', ',
  ) || 'none'

/** The interface to bring an address up on; undefined where there is nothing to bring up. */
export function interfaceFor(facts: Facts): (address: string) => string | undefined {
  const networks = networksOf(facts)
  const own = ownAddresses(facts)
  return (address) =>
    isWildcard(address) || isLoopback(address) || own.has(address)
      ? undefined
      : networkHolding(address, networks)?.interface
}

/** Those the machine had before us. */
const ownAddresses = (facts: Facts): ReadonlySet<string> =>
  new Set(facts.interfaces.flatMap((i) => i.addresses.filter((a) => !a.ours).map((a) => a.address)))

/** Whoever holds one of these ports on an address that gets in the way, as the values of a finding. */
export const busyOn = (facts: Facts, address: string, ranges: readonly PortRange[]) =>
  facts.busy
    .filter((b) => addressesOverlap(b.address, address))
    .filter((b) => within(b.port, ranges))
    .map((b) => ({ ...b, program: b.program || 'Another program' }))

export const within = (port: number, ranges: readonly PortRange[]): boolean =>
  ranges.some(([first, last]) => port >= first && port <= last)
