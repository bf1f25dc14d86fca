// The file keepalived runs: the room's working file, with a name of its own by which its process can be told what it runs. Pure.
import { type Means, withStates } from '../lib/areas/layer4/working.ts'
import type { Offline } from '../lib/areas/server-state/states.ts'
import { socketAddress } from '../lib/model/address.ts'
import { digestOf } from '../lib/model/document.ts'
import { digestIn } from './digests.ts'

/** `router_id` is shown in keepalived's dump; every failure is logged, so that a reason is there whenever a server is down. */
export function workingFile(conf: string, offline: ReadonlyMap<string, Offline>, means: Means): string {
  const text = withStates(conf, offline, means)
  const id = `${digestIn(conf)}.${digestOf(text).slice(0, 8)}`
  return `global_defs {\n  router_id ${id}\n  checker_log_all_failures true\n}\n${text}`
}

/** The name of a working file; empty where the text is none. */
export const idIn = (working: string): string => /^ {2}router_id (\S+)$/m.exec(working)?.[1] ?? ''

/** The digest of the generation's files in such a name. */
export const digestOfId = (id: string): string | null => /^([0-9a-f]{32})\./.exec(id)?.[1] ?? null

/**
 * For keepalived's test of it. That would write to the FIFO of the one that runs; and where it looks at a script as
 * another user, it takes itself for an orphan afterwards and ends by SIGTERM (2.2.7).
 */
export const forTest = (working: string): string =>
  working.replace(/^ {2}lvs_notify_fifo .*\n/m, '').replace(/^ {2}script_user .*$/m, '  script_user root')

export interface ServiceBlock {
  /** As in the kernel's table: TCP 10.0.0.1:80, FWM 123. */
  key: string
  /** How ipvsadm is told of it. */
  words: string[]
  text: string
}

/** Every virtual_server of a working file. */
export const blocksIn = (working: string): ServiceBlock[] =>
  working
    .split(/^(?=virtual_server )/m)
    .filter((part) => part.startsWith('virtual_server '))
    .map((part) => part.slice(0, part.search(/^}$/m)))
    .map((text) => ({ ...named(text), text }))

function named(text: string): Omit<ServiceBlock, 'text'> {
  const mark = /^virtual_server fwmark (\d+) /.exec(text)?.[1]
  if (mark) {
    const family = /^ {2}ip_family inet6$/m.test(text) ? ['-6'] : []
    return { key: `FWM ${mark}`, words: ['-f', mark, ...family] }
  }
  const [, address = '', port = ''] = /^virtual_server (\S+) (\d+) /.exec(text) ?? []
  const at = socketAddress(address, Number(port))
  const udp = /^ {2}protocol UDP$/m.test(text)
  return { key: `${udp ? 'UDP' : 'TCP'} ${at}`, words: [udp ? '-u' : '-t', at] }
}

/** Services that a keepalived which was killed left in the kernel, and that the next one would not put right. */
export function leftovers(before: string, after: string): ServiceBlock[] {
  const now = new Map(blocksIn(after).map((b) => [b.key, b.text]))
  return blocksIn(before).filter((b) => now.get(b.key) !== b.text)
}

/** Programs that checks run, and where each is named, counted from 1. */
export const programsIn = (working: string): { program: string; line: string }[] =>
  [...working.matchAll(/^\s+misc_path "([^\s"]+).*$/gm)].map((m) => ({
    program: m[1] ?? '',
    line: m[0],
  }))
