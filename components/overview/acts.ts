// Drain, Halt and Online: which are possible where, and which rows belong together. Pure.
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import { listed } from '../ui/words.ts'
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

/** Addresses that more than one running row has. */
export function sharedAddresses(servers: readonly ServerLine[]): ReadonlySet<string> {
  const [once, twice] = [new Set<string>(), new Set<string>()]
  for (const { address, state } of servers) {
    if (state === null) continue
    if (once.has(address)) twice.add(address)
    once.add(address)
  }
  return twice
}

/** The rows as they are now; those that are gone are left out. */
export function asOfNow(rows: readonly ServerLine[], lines: readonly ServiceLine[]): ServerLine[] {
  const wanted = new Set(rows.map((s) => s.item))
  return serversOf(lines).filter((s) => wanted.has(s.item))
}

export const serversOf = (lines: readonly ServiceLine[]): ServerLine[] => lines.flatMap((l) => l.servers)

/** More names than this are counted. */
export const NAMED = 6

/** "PS1 of PrintServers and Phoenix1 of Dispatcher". */
export function namesOf(servers: readonly ServerLine[]): string {
  const names = servers.slice(0, NAMED).map((s) => `${s.label} of ${s.service}`)
  const rest = servers.length - names.length
  return listed(rest > 0 ? [...names, `${rest} more`] : names)
}
