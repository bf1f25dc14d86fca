// Verb: who listens on which TCP port, as the kernel says.
import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { canonicalAddress } from '../../lib/model/address.ts'
import type { Listener } from '../../lib/model/observed.ts'
import { unlessHidden, unlessMissing } from './files.ts'
import { allPids, programOf } from './processes.ts'

interface Socket {
  address: string
  port: number
  inode: string
}

/** Every listening TCP socket of this network namespace, as `<address>:<port> <inode>` in the kernel's own digits. */
const listening = (): string[] =>
  ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    listeningIn(unlessMissing(() => beginning(file)) ?? ''),
  )

/**
 * The file as far as the kernel tells of listeners, which come first: behind them stand all connections, those
 * of thousands of checks among them.
 */
function beginning(file: string): string {
  const fd = openSync(file, 'r')
  try {
    const part = Buffer.alloc(16_384)
    const lines: string[] = []
    for (let size = readSync(fd, part); size > 0; size = readSync(fd, part)) {
      lines.push(part.toString('latin1', 0, size))
      if (CONNECTION.test(lines.at(-1) ?? '')) break
    }
    return lines.join('')
  } finally {
    closeSync(fd)
  }
}

/** A line in any other state. The kernel gives whole lines. */
const CONNECTION = /^ *\d+: \S+ \S+ 0[^A] /m

/** State 0A is LISTEN; the tenth column is the inode. */
const LISTEN = /^ *\d+: (\S+) \S+ 0A(?: +\S+){5} +(\d+)/gm

const listeningIn = (table: string): string[] =>
  [...table.matchAll(LISTEN)].map(([, local, inode]) => `${local} ${inode}`)

export const parseSockets = (table: string): Socket[] => listeningIn(table).map(socketOf)

function socketOf(line: string): Socket {
  const [address = '', port = '', inode = ''] = line.split(/[: ]/)
  return { address: addressOf(address), port: Number.parseInt(port, 16), inode }
}

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
  freshness = 10_000,
): (ours: readonly number[]) => { listeners: Listener[]; programs: Record<number, string> } {
  let key = ''
  let at = 0
  let seen: ReturnType<typeof withHolders> = { listeners: [], programs: {} }
  return (ours) => {
    const lines = listening()
    const now = `${lines.join()};${ours.join()}`
    if (now !== key || Date.now() - at > freshness) {
      seen = withHolders(lines.map(socketOf))
      key = now
      at = Date.now()
    }
    return seen
  }
}

function withHolders(sockets: readonly Socket[]): {
  listeners: Listener[]
  programs: Record<number, string>
} {
  const holders = holdersOf(new Set(sockets.map((s) => s.inode)))
  const listeners = sockets.map((s) => ({
    address: s.address,
    port: s.port,
    pids: holders.get(s.inode) ?? [],
  }))
  const pids = new Set(listeners.flatMap((l) => l.pids))
  return { listeners, programs: Object.fromEntries([...pids].map((pid) => [pid, programOf(pid)])) }
}
