// Persistence Granularity: how large a network counts as one client.
import { isIPv6 } from '../../model/address.ts'

const isPrefix = (text: string): boolean => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 128

/** A netmask's bits, or null where it is none. */
function bitsOf(text: string): number | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((p) => /^\d{1,3}$/.test(p) && Number(p) <= 255)) return null
  const bits = parts.map((p) => Number(p).toString(2).padStart(8, '0')).join('')
  return /^1+0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : null
}

/** Empty, a netmask, or a prefix length. */
export const isGranularity = (text: string): boolean => text === '' || isPrefix(text) || bitsOf(text) !== null

/** Whether it means something for clients of this address's family. */
export const fitsFamily = (text: string, address: string): boolean =>
  text === '' || (isIPv6(address) ? isPrefix(text) : !isPrefix(text) || Number(text) <= 32)

/** As keepalived takes it: a netmask for IPv4, a prefix length for IPv6. */
export const granularityWord = (text: string, address: string): string =>
  isIPv6(address) || !isPrefix(text) ? text : maskOf(Number(text))

const maskOf = (prefix: number): string =>
  [0, 8, 16, 24].map((at) => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefix - at)))).join('.')
