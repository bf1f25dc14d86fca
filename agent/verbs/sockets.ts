// Verb: who listens on which TCP port, as the kernel says.
import { readdirSync, readlinkSync } from 'node:fs'
import { canonicalAddress } from '../../lib/model/address.ts'
import type { Listener } from '../../lib/model/observed.ts'
import { textOf, unlessHidden } from './files.ts'
import { allPids, programOf } from './processes.ts'

interface Socket {
  address: string
  port: number
  inode: string
}

/** Every listening TCP socket of this network namespace. */
export const listeningSockets = (): Socket[] =>
  ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => parseSockets(textOf(file) ?? ''))

const LISTEN = '0A'

export const parseSockets = (table: string): Socket[] =>
  table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((parts) => parts[3] === LISTEN)
    .map((parts) => {
      const [address = '', port = ''] = (parts[1] ?? '').split(':')
      return { address: addressOf(address), port: Number.parseInt(port, 16), inode: parts[9] ?? '' }
    })

/** The kernel prints addresses as 32-bit words of its own byte order (little-endian on all we run on). */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  )
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  )
  return canonicalAddress(groups.join(':'))
}

/** Which processes hold each of these sockets, by inode. Reads every process's open files: some 10 ms. */
export function holdersOf(inodes: ReadonlySet<string>): Map<string, number[]> {
  const holders = new Map<string, number[]>()
  for (const pid of allPids()) {
    for (const inode of socketsOf(pid))
      if (inodes.has(inode)) holders.set(inode, [...(holders.get(inode) ?? []), pid])
  }
  return holders
}

function socketsOf(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`
  const files = unlessHidden(() => readdirSync(folder)) ?? []
  const targets = files.map((fd) => unlessHidden(() => readlinkSync(`${folder}/${fd}`)) ?? '')
  return new Set(targets.filter((t) => t.startsWith('socket:[')).map((t) => t.slice(8, -1)))
}

/**
 * Looks at the listeners again and again without reading every process each time: only when a socket came
 * or went, when our own processes changed, or after `freshness` milliseconds.
 */
export function listenerWatch(
  freshness = 3000,
): (ours: readonly number[]) => { listeners: Listener[]; programs: Record<number, string> } {
  let key = ''
  let at = 0
  let holders = new Map<string, number[]>()
  return (ours) => {
    const sockets = listeningSockets()
    const now = `${sockets.map((s) => s.inode).join()};${ours.join()}`
    if (now !== key || Date.now() - at > freshness) {
      holders = holdersOf(new Set(sockets.map((s) => s.inode)))
      key = now
      at = Date.now()
    }
    const listeners = sockets.map((s) => ({
      address: s.address,
      port: s.port,
      pids: holders.get(s.inode) ?? [],
    }))
    const programs = Object.fromEntries(listeners.flatMap((l) => l.pids.map((pid) => [pid, programOf(pid)])))
    return { listeners, programs }
  }
}
