// Verb: what HAProxy's worker and the kernel's table counted since they began.
import type { Counter } from '../../lib/protocol/counters.ts'
import { ask, parseStat } from './master-socket.ts'
import { outputOf } from './run.ts'

/** Of the current worker: a reload begins anew, as Prometheus expects of a process. */
export async function haproxyCounters(socket: string): Promise<Counter[]> {
  const all = parseStat(await ask(socket, '@1 show stat'))
  return all.flatMap(({ pxname = '', svname = '', stot, bin, bout }): Counter[] => {
    const isOwn = pxname.startsWith('_') || svname.startsWith('_')
    if (isOwn || svname === 'BACKEND') return []
    const server = svname === 'FRONTEND' ? null : svname
    const counted = { sessions: Number(stot), bytesIn: Number(bin), bytesOut: Number(bout) }
    return [{ layer: 'layer7', service: pxname, server, ...counted }]
  })
}

export const ipvsCounters = async (): Promise<Counter[]> =>
  parseIpvsStats(await outputOf('/usr/sbin/ipvsadm', ['-L', '-n', '--stats', '--exact']))

/** Reads `ipvsadm -L -n --stats --exact`: name, connections, packets in and out, bytes in and out. */
export function parseIpvsStats(text: string): Counter[] {
  let service = ''
  return text.split('\n').flatMap((line): Counter[] => {
    const found = /^(TCP|UDP|FWM|SCTP|\s+->)\s+(\S+)\s+(\d+)\s+\d+\s+\d+\s+(\d+)\s+(\d+)\s*$/.exec(line)
    if (!found) return []
    const [, head = '', name = '', sessions, bytesIn, bytesOut] = found
    const isServer = head.endsWith('->')
    if (!isServer) service = `${head} ${name}`
    const counted = { sessions: Number(sessions), bytesIn: Number(bytesIn), bytesOut: Number(bytesOut) }
    return [{ layer: 'layer4', service, server: isServer ? name : null, ...counted }]
  })
}
