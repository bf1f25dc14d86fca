// IP addresses, networks and port lists: the only place that reads them.
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { Facts } from './facts.ts'
import { parsePorts } from './port-list.ts'
import { remembered } from './remembered.ts'
import { wholeNumber } from './text.ts'

/** An IPv4 or IPv6 address, in its one canonical form. */
export const ipAddress = () =>
  z
    .string()
    .trim()
    .max(64)
    .refine(isAddress, 'Not an IP address. Write it as 192.168.85.190 or 2001:db8::10.')
    .transform(canonicalAddress)

/** IPv4 in four parts, or IPv6 without a zone; no leading zeros, no shorthand. */
export function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes('%'))
}

export const canonicalAddress = (text: string): string =>
  isIPv6(text) ? ipaddr.IPv6.parse(text).toRFC5952String() : ipaddr.IPv4.parse(text).toString()

export const isIPv6 = (address: string): boolean => address.includes(':')

/** Address and port as daemons write it: 10.0.0.1:80, [2001:db8::1]:80. */
export const socketAddress = (address: string, port: number): string =>
  `${isIPv6(address) ? `[${address}]` : address}:${port}`

/** Address and, if there is one, port, in brackets wherever a port could follow: 10.0.0.1, [2001:db8::1], [2001:db8::1]:80. */
export const hostAddress = (address: string, port?: number): string =>
  port === undefined ? socketAddress(address, 0).slice(0, -2) : socketAddress(address, port)

/** 0.0.0.0 and ::. */
export const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::'

/** Whether two listening addresses on the same port get into each other's way. `::` also takes IPv4, as Linux does by default. */
export const addressesOverlap = (a: string, b: string): boolean =>
  a === b || a === '::' || b === '::' || (isWildcard(a) && !isIPv6(b)) || (isWildcard(b) && !isIPv6(a))

export interface Network {
  interface: string
  /** As 192.168.85.0/24. */
  cidr: string
  prefix: number
}

/** 127.0.0.0/8 and ::1: every address of them is there without being brought up. */
export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

/** IPv6 addresses that mean something only together with an interface. */
const isLinkLocal = (address: string): boolean => /^fe[89ab]/.test(address)

/** The networks the machine has an address of its own in. Addresses that Fulcrum brought up make none, nor do link-local ones. */
export function networksOf(facts: Facts): Network[] {
  return facts.interfaces.flatMap((i) =>
    i.addresses
      .filter((a) => !a.ours && !isLinkLocal(a.address) && a.prefix < (isIPv6(a.address) ? 128 : 32))
      .map((a) => ({ interface: i.name, prefix: a.prefix, cidr: networkOf(a.address, a.prefix) })),
  )
}

/** The network an address lies in, as 192.168.85.0/24. */
export function networkOf(address: string, prefix: number): string {
  const base = isIPv6(address)
    ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/${prefix}`).toRFC5952String()
    : ipaddr.IPv4.networkAddressFromCIDR(`${address}/${prefix}`).toString()
  return `${base}/${prefix}`
}

/** The narrowest network that holds the address, or undefined. */
export function networkHolding(address: string, networks: readonly Network[]): Network | undefined {
  const holds = isIPv6(address) ? holds6(address) : holds4(address)
  return networks.filter(holds).sort((a, b) => b.prefix - a.prefix)[0]
}

function holds4(address: string): (n: Network) => boolean {
  const parsed = ipaddr.IPv4.parse(address)
  return (n) => !isIPv6(n.cidr) && parsed.match(range4(n, [], () => ipaddr.IPv4.parseCIDR(n.cidr)))
}

function holds6(address: string): (n: Network) => boolean {
  const parsed = ipaddr.IPv6.parse(address)
  return (n) => isIPv6(n.cidr) && parsed.match(range6(n, [], () => ipaddr.IPv6.parseCIDR(n.cidr)))
}

const range4 = remembered<Network, [ipaddr.IPv4, number]>()
const range6 = remembered<Network, [ipaddr.IPv6, number]>()

/** 192.168.85.0/24, or one address. */
export const isCidr = (text: string): boolean => isAddress(text) || ipaddr.isValidCIDR(text)

/** Whether the address lies in the network, which may be one address. An IPv4 address in IPv6's clothes is the IPv4 one. */
export function liesIn(address: string, cidr: string): boolean {
  if (!ipaddr.isValid(address) || !isCidr(cidr)) return false
  const host = ipaddr.process(address)
  const [base, bits] = isAddress(cidr)
    ? ipaddr.parseCIDR(`${cidr}/${isIPv6(cidr) ? 128 : 32}`)
    : ipaddr.parseCIDR(cidr)
  return host.kind() === base.kind() && host.match([base, bits])
}

/** Whether the address is the network's own or its broadcast address, which no host can have. */
export function isNetworkOrBroadcast(address: string, network: Network): boolean {
  if (isIPv6(address) || network.prefix > 30) return false
  const broadcast = ipaddr.IPv4.broadcastAddressFromCIDR(network.cidr).toString()
  return address === broadcast || network.cidr === `${address}/${network.prefix}`
}

/** `445`, `9191,9192`, `5011-5025`, mixes; kept as typed but for spaces. */
export const portList = () =>
  z
    .string()
    .trim()
    .max(1000)
    .transform((t) => t.replace(/\s+/g, ''))
    .refine(
      (t) => parsePorts(t) !== null,
      'Write one port, a list or a range: 443 or 80,443 or 5011-5025. Ports are 1 to 65535, each once.',
    )

export const port = () => wholeNumber(1, 65_535, 'Write a port, 1 to 65535.')
