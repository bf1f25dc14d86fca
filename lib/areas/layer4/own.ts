// The appliance's own addresses: where its fallback page is reached, and what servers see as the client.
import { isIPv6, isLoopback, networkHolding, networkOf, networksOf } from '../../model/address.ts'
import type { Facts } from '../../model/facts.ts'

/** An address the machine had before us, which is no loopback and means something on every interface. */
interface OwnAddress {
  address: string
  prefix: number
}

const ownAddresses = (facts: Facts): OwnAddress[] =>
  facts.interfaces
    .flatMap((i) => i.addresses)
    .filter((a) => !a.ours && !isLoopback(a.address) && !/^fe[89ab]/.test(a.address))

/** The appliance's own address nearest to another: in the same network, else the first of its family; undefined where it has none. */
export function ownAddressNear(facts: Facts): (address: string) => string | undefined {
  const networks = networksOf(facts)
  const all = ownAddresses(facts)
  return (address) => {
    const family = all.filter((a) => isIPv6(a.address) === isIPv6(address))
    const network = networkHolding(address, networks)?.cidr
    return (family.find((a) => networkOf(a.address, a.prefix) === network) ?? family[0])?.address
  }
}

/** Every network the machine is in, each once, with its own address there. */
export function ownByNetwork(facts: Facts, ipv6: boolean): [network: string, own: string][] {
  const found = ownAddresses(facts)
    .filter((a) => isIPv6(a.address) === ipv6 && a.prefix < (ipv6 ? 128 : 32))
    .map((a): [string, string] => [networkOf(a.address, a.prefix), a.address])
  return [...new Map(found.reverse()).entries()].sort(([a], [b]) => (a < b ? -1 : 1))
}
