// Drain, Halt and Online: which are possible where, and what they would do, in words. Pure.
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import { count, listed } from '../ui/words.ts'
import type { ServerLine, ServiceLine } from './lines.ts'

interface Act {
  verb: string
  key: string
  /** Stands beside the turning arc. */
  asked: string
  doing: string
}
export const ACTS: Record<AskedState, Act> = {
  drained: { verb: 'Drain', key: 'd', asked: 'Drain asked …', doing: 'Draining' },
  halted: { verb: 'Halt', key: 'h', asked: 'Halt asked …', doing: 'Halting' },
  online: { verb: 'Online', key: 'o', asked: 'Online asked …', doing: 'Bringing back' },
}

/** In the order of their buttons. None for a server that does not run. */
export function actsFor({ state }: Pick<ServerLine, 'state'>): AskedState[] {
  if (state === null) return []
  if (state === 'drained') return ['online', 'halted']
  return state === 'halted' ? ['online'] : ['drained', 'halted']
}

/** What is possible for at least one of them. */
export const actsForAll = (servers: readonly ServerLine[]): AskedState[] =>
  (['online', 'drained', 'halted'] as const).filter((act) => servers.some((s) => actsFor(s).includes(act)))

/** Rows of the same Real Server IP Address, whatever their label, port or service, that are not among them. */
export function elsewhere(servers: readonly ServerLine[], lines: readonly ServiceLine[]): ServerLine[] {
  const chosen = new Set(servers.map((s) => s.item))
  const addresses = new Set(servers.map((s) => s.address))
  return serversOf(lines).filter((s) => s.state !== null && !chosen.has(s.item) && addresses.has(s.address))
}

export const serversOf = (lines: readonly ServiceLine[]): ServerLine[] => lines.flatMap((l) => l.servers)

const NAMED = 6

/** "PS1 of PrintServers and Phoenix1 of Dispatcher". */
export function namesOf(servers: readonly ServerLine[]): string {
  const names = servers.slice(0, NAMED).map((s) => `${s.label} of ${s.service}`)
  const rest = servers.length - names.length
  return listed(rest > 0 ? [...names, `${rest} more`] : names)
}

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
  const names = listed(emptied.slice(0, NAMED).map((l) => l.label))
  const more = emptied.length > NAMED ? ` and ${emptied.length - NAMED} more` : ''
  return {
    grave: true,
    text: `${subject(servers, act)} leaves ${names}${more} no server for new connections.`,
  }
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

/** Connections that a halt closes; null where nobody could say. */
export const closing = (servers: readonly ServerLine[]): number | null =>
  servers.some((s) => s.connections === null)
    ? null
    : servers.reduce((sum, s) => sum + (s.connections ?? 0), 0)
