// What HAProxy's row of a server means, in a state and in plain words.
import { FIRST_CHECK, type Raw, type ServerRow, type Stat } from '../../model/observed.ts'
import { clockTime } from '../../model/time.ts'
import { checkedPort, type Server, type Service } from './services.ts'

export interface Health {
  state: ServerRow['state']
  reason: string
}

const up = (reason = ''): Health => ({ state: 'up', reason })
const unknown = (reason: string): Health => ({ state: 'unknown', reason })

/** State and reason of a server that is online and that HAProxy answers for. `uptime`: seconds since its worker started. */
export function healthOf(service: Service, server: Server, stat: Stat, raw: Raw, uptime: number): Health {
  if (service.check === 'none') return up('not checked')
  return service.check === 'script'
    ? scriptHealth(stat, raw, isOlder(stat, raw, uptime))
    : checkHealth(service, server, stat)
}

/** Whether its state is older than the worker. A line that says the same is not read anew: its age then was that of an earlier look. */
const isOlder = (stat: Stat, raw: Raw, uptime: number): boolean =>
  Number(stat.lastchg) + (raw.at - (stat.readAt ?? raw.at)) / 1000 > uptime + 1

/** HAProxy marks a check under way with `* `. */
const result = (status: string | undefined): string => (status ?? '').replace(/^\* /, '')

/** Only what the runner answered counts: HAProxy keeps the last state when nobody answers. `kept`: its state is older than the worker, so it was handed over by the worker before. */
function scriptHealth(stat: Stat, raw: Raw, kept: boolean): Health {
  if (!raw.checks.answering)
    return unknown(`the check runner has not answered ${sinceWhen(raw.checks.answeredAt)}`)
  const answered = result(stat.agent_status)
  if (answered === 'INI') return kept && !isDown(stat) ? up() : unknown(FIRST_CHECK)
  if (answered !== 'L7OK' && answered !== 'L7STS') return unknown('the check runner gave no result')
  if (!isDown(stat)) return up()
  const why = /^via agent : down \((.*)\)$/.exec(stat.last_agt ?? '')?.[1]
  return { state: 'down', reason: why ?? 'the script says it is down' }
}

/** With so much of its health HAProxy begins by itself, for want of a result: its `rise`. A server that passed has more. */
const ASSUMED = 2

/**
 * Before its first result a server is what it was before the reload; one that HAProxy took for up by itself is
 * unknown. Its age would not tell them apart: the moments of its lines are whole seconds, asked for one by one.
 */
function checkHealth(service: Service, server: Server, stat: Stat): Health {
  const answered = result(stat.check_status)
  const kept = Number(stat.check_health) > ASSUMED
  if (!isDown(stat)) return answered === 'INI' && !kept ? unknown(FIRST_CHECK) : up(failing(answered))
  if (Number(stat.check_health) > 0) return { state: 'down', reason: 'answers again; one more check to pass' }
  return { state: 'down', reason: failure(answered, stat, checkedPort(service, server)) }
}

const isDown = (stat: Stat): boolean => (stat.status ?? '').startsWith('DOWN')

const failing = (answered: string): string =>
  answered === 'INI' || answered.endsWith('OK') || answered.endsWith('OKC') ? '' : 'the last check failed'

/** `code` is HAProxy's name for the result; `last_chk` is what the kernel or HAProxy said besides. */
function failure(code: string, stat: Stat, port: number): string {
  const seconds = Math.max(1, Math.round(Number(stat.check_duration || 0) / 1000))
  const said = (stat.last_chk ?? '').toLowerCase()
  switch (code) {
    case 'L4TOUT':
      return `no answer on port ${port} within ${seconds} s`
    case 'L4CON':
      return said.includes('refused') ? `connection refused on port ${port}` : unreachable(said, port)
    case 'L6TOUT':
      return `no TLS on port ${port} within ${seconds} s`
    case 'L6RSP':
      return `no TLS on port ${port}`
    case 'L7TOUT':
      return `no HTTP answer on port ${port} within ${seconds} s`
    case 'L7STS':
      return `HTTP ${stat.check_code || 'status refused'}`
    case 'L7RSP':
      return said.includes('did not match') ? 'answered without the expected text' : `no HTTP on port ${port}`
    case 'INI':
      return 'not checked again yet'
    default:
      return 'its check failed'
  }
}

/** "no route to host" and the like, without HAProxy's remarks on its own steps. */
const unreachable = (said: string, port: number): string =>
  said
    ? `port ${port}: ${said.replace(/ at (initial connection )?step.*$/, '')}`
    : `no connection to port ${port}`

/** Names a time and not an age, so that the words stay the same from second to second. */
export const sinceWhen = (answeredAt: number | null): string =>
  answeredAt === null ? 'yet' : `since ${clockTime(answeredAt)}`
