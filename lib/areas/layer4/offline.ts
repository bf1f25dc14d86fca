// Servers that somebody took offline: by whom, and what is left on them, in words.
import type { IpvsServer, Layer4Answer, ServerRow } from '../../model/observed.ts'
import { type AskedState, type Offline, stateIn } from '../server-state/states.ts'
import { count, takenBy } from '../server-state/words.ts'
import { healthKey } from './health.ts'
import type { Server, Service } from './services.ts'
import { connectionsOf } from './table.ts'

/** As the kernel has it. A server that is not there may as well have failed: then it is what it was set to. */
export function runningState(server: Server, there: IpvsServer | undefined, wanted: AskedState): AskedState {
  if (!there) return wanted
  if (there.weight === 0 && server.weight > 0) return 'drained'
  return there.weight > 0 || wanted === 'halted' ? 'online' : wanted
}

/** Of a server that runs drained or halted. */
export function offlineRow(
  service: Service,
  server: Server,
  state: 'drained' | 'halted',
  offline: ReadonlyMap<string, Offline>,
  there: IpvsServer | undefined,
  answer: Layer4Answer,
): Pick<ServerRow, 'state' | 'reason' | 'since'> {
  const { who, since } = takenBy(state, offline.get(server.item.id), null)
  const left = state === 'drained' ? leftWords(service, there) : ''
  const fails = answer.health[healthKey(service, server)]?.up === false && state === 'drained'
  return { state, since, reason: `${who}${left}${fails ? '; its check fails' : ''}` }
}

function leftWords(service: Service, there: IpvsServer | undefined): string {
  const entries = there ? there.entries : 0
  const tied = service.persistent && entries !== undefined ? ` and ${count(entries, 'client')}` : ''
  return `, ${count(there ? connectionsOf(service, there) : 0, 'connection')}${tied} left`
}

/** What it was set to. */
export const wantedState = (offline: ReadonlyMap<string, Offline>, server: Server): AskedState =>
  stateIn(offline, server.item.id)
