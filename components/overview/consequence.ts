// What Drain, Halt and Online would do, in words, before the click. Pure.
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import { count, listed } from '../ui/words.ts'
import { ACTS, NAMED } from './acts.ts'
import type { ServerLine, ServiceLine } from './lines.ts'

export interface Consequence {
  /** Whether a service is left without a server. */
  grave: boolean
  text: string
}

/** What taking these servers offline, or back, does to the services they belong to. */
export function consequenceOf(
  servers: readonly ServerLine[],
  act: AskedState,
  lines: readonly ServiceLine[],
): Consequence {
  if (act === 'online') return { grave: false, text: `${subject(servers, act)} takes new clients again.` }
  const chosen = new Set(servers.map((s) => s.item))
  const touched = lines.filter((l) => l.servers.some((s) => chosen.has(s.item)))
  const left = (line: ServiceLine) => line.servers.filter((s) => s.state === 'up' && !chosen.has(s.item))
  const emptied = touched.filter((l) => left(l).length === 0)
  if (emptied.length === 0) return { grave: false, text: keeps(touched, left) }
  return {
    grave: true,
    text: `${subject(servers, act)} leaves ${labelsOf(emptied)} no server for new connections${after(emptied)}.`,
  }
}

function labelsOf(lines: readonly ServiceLine[]): string {
  const names = lines.slice(0, NAMED).map((l) => l.label)
  return listed(lines.length > NAMED ? [...names, `${lines.length - NAMED} more`] : names)
}

/** What clients of services without a server meet then; nothing where nobody knows of all of them. */
function after(emptied: readonly ServiceLine[]): string {
  if (emptied.some((l) => l.standIn === null)) return ''
  const [saved, lost] = [emptied.filter((l) => l.standIn), emptied.filter((l) => !l.standIn)]
  if (lost.length === 0)
    return saved.length === 1 ? ': its fallback would answer' : ': their fallbacks would answer'
  if (saved.length === 0) return ': clients would be refused'
  return `: the fallback of ${labelsOf(saved)} would answer, clients of ${labelsOf(lost)} would be refused`
}

/** "192.168.85.200 everywhere", "web1", "3 servers". */
export function nameOfAll(servers: readonly ServerLine[], everywhere: boolean): string {
  const [only, ...more] = everywhere
    ? [...new Set(servers.map((s) => s.address))]
    : servers.map((s) => s.label)
  const name =
    more.length > 0 || !only
      ? count(
          more.length + (only ? 1 : 0),
          everywhere ? 'address' : 'server',
          everywhere ? 'addresses' : 'servers',
        )
      : only
  return everywhere ? `${name} everywhere` : name
}

/** "Draining both", "Halting web1". */
function subject(servers: readonly ServerLine[], act: AskedState): string {
  const [only] = servers
  const what = servers.length === 1 ? only?.label : servers.length === 2 ? 'both' : `all ${servers.length}`
  if (act !== 'online') return `${ACTS[act].doing} ${what}`
  return servers.length === 1 ? `${only?.label}` : `Each of the ${servers.length} servers`
}

function keeps(touched: readonly ServiceLine[], left: (line: ServiceLine) => ServerLine[]): string {
  const [only] = touched
  if (touched.length !== 1 || !only)
    return `Each of the ${touched.length} services keeps a server that is up.`
  const names = listed(
    left(only)
      .slice(0, NAMED)
      .map((s) => s.label),
  )
  return `${only.label} keeps ${left(only).length} of ${count(only.servers.length, 'server')}: ${names}.`
}

/** What it does to the connections there are, as a sentence; empty where there is nothing to say. */
export function effectOf(servers: readonly ServerLine[], act: AskedState): string {
  const open = closing(servers)
  if (act === 'online') return ''
  if (act === 'drained')
    return `No new client comes; those tied by persistence${open ? ` and ${count(open, 'open connection')}` : ''} go on.`
  const what =
    open === null
      ? 'Open connections close'
      : `${count(open, 'connection')} ${open === 1 ? 'closes' : 'close'}`
  return `${what} now, and no new one is accepted.`
}

/** Connections that a halt closes; null where nobody could say. */
export const closing = (servers: readonly ServerLine[]): number | null =>
  servers.some((s) => s.connections === null)
    ? null
    : servers.reduce((sum, s) => sum + (s.connections ?? 0), 0)
