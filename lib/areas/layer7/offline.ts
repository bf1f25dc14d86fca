// Servers that somebody took offline: what HAProxy says of them, by whom, and what is left on them, in words.
import { millisecondsIn } from '../../model/duration.ts'
import type { HaproxyAnswer, ServerRow, Stat } from '../../model/observed.ts'
import { clockTime } from '../../model/time.ts'
import { type AskedState, adminState, type Offline } from '../server-state/states.ts'
import { count, takenBy } from '../server-state/words.ts'
import type { Service } from './services.ts'

/** As the running worker has it. Maintenance has other sources than a person; all forbid connections. */
export const runningState = (key: string, stat: Stat, answer: HaproxyAnswer): AskedState =>
  (stat.status ?? '').startsWith('MAINT') ? 'halted' : adminState(answer.administrative[key] ?? 0)

interface Left {
  connections: number
  /** Persistence entries; undefined: not counted. */
  entries: number | undefined
}

/** `said`: what was asked for, when that is how the server is. `changed`: HAProxy's own time of the change, in ms. */
export function offlineRow(
  service: Service,
  state: 'drained' | 'halted',
  stat: Stat,
  said: Offline | undefined,
  left: Left,
  changed: number | null,
): Pick<ServerRow, 'state' | 'reason' | 'since'> {
  const { who, since } = takenBy(state, said, changed)
  const rest = state === 'drained' ? drainedWords(service, left, since) : haltedWords(left)
  const fails = (stat.status ?? '').startsWith('DOWN') ? '; its check fails' : ''
  return { state, since, reason: `${who}${rest}${fails}` }
}

function drainedWords(service: Service, { connections, entries }: Left, since: number | null): string {
  const tied =
    service.persistence === 'source' && entries !== undefined ? ` and ${count(entries, 'client')}` : ''
  return `, ${count(connections, 'connection')}${tied} left${cookieWords(service, since)}`
}

const cookieWords = (service: Service, since: number | null): string =>
  service.persistence !== 'cookie' || since === null
    ? ''
    : `; clients with a cookie cannot be counted; the last cookie ends by ${clockTime(since + (millisecondsIn(service.cookieMaxLife) ?? 0))} at the latest`

/** A halted server has none; until the last one is closed the row says so. */
const haltedWords = ({ connections }: Left): string =>
  connections > 0 ? `, ${count(connections, 'connection')} left` : ''
