// What ipvsadm, keepalived and nft say, line by line, as data. Text in, data out: the agent asks, and reads with these.
import { canonicalAddress, socketAddress } from '../../model/address.ts'
import type { IpvsService } from '../../model/observed.ts'

/** What the pages say where the kernel cannot do it. */
export const NO_IPVS =
  'this kernel has no IPVS; install Debian’s standard kernel (linux-image-amd64) and restart'

const PLAIN = /^(TCP|UDP) +(\S+):(\d+) (\S+)(.*)$/
const MARKED = /^FWM +(\d+) (?:IPv6 )?(\S+)(.*)$/
const SERVER = /^ +-> (\S+):(\d+) +(\S+) +(\d+) +(\d+) +(\d+)/

/** The whole table, from `ipvsadm -Ln --exact`. Lines of other protocols are passed over. */
export function parseIpvs(text: string): IpvsService[] {
  const services: IpvsService[] = []
  for (const line of text.split('\n')) {
    const service = serviceOf(line)
    if (service) services.push(service)
    const m = SERVER.exec(line)
    if (m)
      services.at(-1)?.servers.push({
        key: keyOf(m[1] ?? '', m[2] ?? ''),
        weight: Number(m[4]),
        active: Number(m[5]),
        inactive: Number(m[6]),
      })
  }
  return services
}

function serviceOf(line: string): IpvsService | null {
  const plain = PLAIN.exec(line)
  if (plain) {
    const [, protocol = '', address = '', port = '', scheduler = '', rest = ''] = plain
    return {
      key: `${protocol} ${keyOf(address, port)}`,
      scheduler,
      persistent: persistentIn(rest),
      servers: [],
    }
  }
  const marked = MARKED.exec(line)
  if (!marked) return null
  const [, mark = '', scheduler = '', rest = ''] = marked
  return { key: `FWM ${mark}`, scheduler, persistent: persistentIn(rest), servers: [] }
}

const persistentIn = (rest: string): number => Number(/ persistent (\d+)/.exec(rest)?.[1] ?? 0)

/** Address with or without brackets, and port, in the one way we write them. */
const keyOf = (address: string, port: string): string =>
  socketAddress(canonicalAddress(address.replace(/^\[|\]$/g, '')), Number(port))

/** keepalived's line for a server: `RS [10.9.0.11]:tcp:80 [10.9.0.121]:tcp:80 UP`. Null for all others. */
export function noticeOf(line: string): { key: string; up: boolean } | null {
  const m = /^RS \[(\S+)\]:\w+:(\d+) (.+) (UP|DOWN)$/.exec(line.trim())
  const service = m && serviceIn(m[3] ?? '')
  return m && service ? { key: `${service}/${keyOf(m[1] ?? '', m[2] ?? '')}`, up: m[4] === 'UP' } : null
}

function serviceIn(text: string): string | null {
  const mark = /^FWM (\d+)$/.exec(text)
  if (mark) return `FWM ${mark[1]}`
  const m = /^\[(\S+)\]:(tcp|udp):(\d+)$/.exec(text)
  return m ? `${m[2]?.toUpperCase()} ${keyOf(m[1] ?? '', m[3] ?? '')}` : null
}

const CONNECTION = /^(\S+) +\S+ +\S+ +\S+:(\d+) +(\S+):(\d+) +(\S+):(\d+)/

/**
 * The `service/server` that a line of `ipvsadm -Lnc` ties a client to; null where it is a connection. The port of the
 * client is 0 there, and a mark stands in the place of the service's address.
 */
export function entryOf(line: string): string | null {
  const m = CONNECTION.exec(line)
  if (m?.[2] !== '0') return null
  const [, protocol = '', , address = '', port = '', server = '', serverPort = ''] = m
  const service = protocol === 'IP' ? `FWM ${markIn(address)}` : `${protocol} ${keyOf(address, port)}`
  return `${service}/${keyOf(server, serverPort)}`
}

/** 0.0.0.110 is 110, and so is [0:6e::]: the first 32 bits. */
function markIn(address: string): number {
  if (!address.startsWith('[')) return address.split('.').reduce((n, part) => n * 256 + Number(part), 0)
  const [high = '0', low = '0'] = address.slice(1, -1).startsWith('::') ? [] : address.slice(1).split(':')
  return Number.parseInt(high || '0', 16) * 65_536 + Number.parseInt(/^[0-9a-f]+/.exec(low)?.[0] ?? '0', 16)
}

/** Which rules are loaded, from `nft -t list table inet fulcrum_layer4`. */
export function rulesIn(text: string): { digest: string; rules: number } | null {
  const digest = /^\s+comment "fulcrum (\w+)"$/m.exec(text)?.[1]
  return digest
    ? { digest, rules: text.split('\n').filter((l) => /^\t\t(meta|oifname) /.test(l)).length }
    : null
}
