// The addresses of this machine, and those under which the console can be opened.
import { hostname } from 'node:os'
import { join } from 'node:path'
import { canonicalAddress, isAddress, isIPv6, isWildcard } from '../../lib/model/address.ts'
import { bindsIn, MAIN_FILES } from '../digests.ts'
import type { Places } from '../places.ts'
import { textOf } from '../verbs/files.ts'
import { Plain, run } from './tools.ts'

interface Interface {
  addr_info: { local?: string; scope: string }[]
}

/** Every address of the machine that others can reach; loopback and link-local ones are left out. */
export async function machineAddresses(): Promise<string[]> {
  const interfaces = JSON.parse(await run('ip', ['-j', 'addr'])) as Interface[]
  return interfaces.flatMap((i) =>
    i.addr_info.flatMap((a) => (a.scope === 'global' && a.local ? [canonicalAddress(a.local)] : [])),
  )
}

/** The addresses FULCRUM_LISTEN names, separated by commas; all when it is empty. Throws `Plain` on anything else. */
export function listenAddresses(text: string | undefined): string[] {
  const parts = (text ?? '').split(',').flatMap((part) => part.trim() || [])
  const wrong = parts.find((part) => !isAddress(part))
  if (wrong)
    throw new Plain(`FULCRUM_LISTEN: ${wrong} is not an IP address. Write addresses separated by commas.`)
  return parts.length ? parts.map(canonicalAddress) : ['0.0.0.0', '::']
}

export interface Sockets {
  addresses: readonly string[]
  port: number
}
const PORT = 9443

/**
 * Where the console answers: as it was applied last. At the first start, and where FULCRUM_LISTEN says something else
 * than then, it is to move there.
 */
export function consoleSockets({ state, current }: Places, listen: readonly string[]): Sockets {
  const binds = bindsIn(textOf(join(current, MAIN_FILES.front)) ?? '')
  const port = binds[0]?.ports[0]
  const known = textOf(join(state, 'console/listen')) === listen.join()
  if (!known || port === undefined) return { addresses: listen, port: port ?? PORT }
  return { addresses: binds.filter((b) => b.ports[0] === port).map((b) => b.address), port }
}

/** What to type into a browser, the host name first. */
export function consoleUrls({ addresses: listen, port }: Sockets, machine: readonly string[]): string[] {
  const reached = machine.filter((m) =>
    listen.some((l) => l === m || (isWildcard(l) && isIPv6(l) === isIPv6(m))),
  )
  const own = listen.filter((l) => !isWildcard(l))
  const hosts = [...new Set([...reached, ...own])].map((a) => (isIPv6(a) ? `[${a}]` : a))
  const everywhere = listen.some(isWildcard)
  return (everywhere ? [hostname(), ...hosts] : hosts).map(
    (host) => `https://${host}${port === 443 ? '' : `:${port}`}/lbadmin/`,
  )
}
