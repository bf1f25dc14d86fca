// The kernel's Layer 4 entries, line by line: its hexadecimal words as people read them, and which are wanted. Pure.
import { canonicalAddress, socketAddress } from '../lib/model/address.ts'
import type { ConnectionEntry, ConnectionsWanted } from '../lib/protocol/layer4.ts'

/** A line of /proc/net/ip_vs_conn; null for its heading. */
export function entryIn(line: string): ConnectionEntry | null {
  const [protocol, client, clientPort, virtual, virtualPort, server, serverPort, state, expires] = line
    .trim()
    .split(/ +/)
  if (!protocol || protocol === 'Pro' || !expires) return null
  return {
    protocol,
    state: (state ?? '').replace(/^NONE\//, ''),
    expires: Number(expires),
    client: end(client, clientPort),
    virtual: end(virtual, virtualPort),
    server: end(server, serverPort),
    template: clientPort === '0000',
  }
}

const end = (address = '', port = ''): string => socketAddress(addressIn(address), Number.parseInt(port, 16))

/** IPv4 as eight digits, IPv6 as eight groups. */
const addressIn = (text: string): string =>
  text.includes(':')
    ? canonicalAddress(text.replace(/^\[|\]$/g, ''))
    : (text.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')

/** As `ipvsadm -Lnc` prints it. */
export const lineOf = (e: ConnectionEntry): string =>
  `${e.protocol} 00:00 ${e.state} ${e.client} ${e.virtual} ${e.server}`

/** Whether an entry has the state, and every word of the search in it. */
export function filterOf({ search = '', state }: ConnectionsWanted): (entry: ConnectionEntry) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return (e) => {
    if (state !== undefined && e.state !== state) return false
    if (words.length === 0) return true
    const text = `${e.protocol} ${e.state} ${e.client} ${e.virtual} ${e.server}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
}
