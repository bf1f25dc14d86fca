// The kernel's table of services, found by our names.
import type { IpvsServer, IpvsService, Layer4Answer, Raw } from '../../model/observed.ts'
import { sinceWhen } from '../layer7/health.ts'
import type { Moment } from './health.ts'
import { type Service, serviceKey } from './services.ts'

/** Older answers prove nothing. Milliseconds. */
const OLDEST_ANSWER = 8000

/** What the kernel has of one service. */
export interface TableEntry {
  service: IpvsService
  servers: ReadonlyMap<string, IpvsServer>
}

/** One look, ready to be asked. */
export interface Seen extends Moment {
  of: (service: Service) => TableEntry | undefined
}

export function seenIn(moment: Moment): Seen {
  const found = new Map(moment.answer.services.map((s) => [s.key, s]))
  return {
    ...moment,
    of: (service) => {
      const there = found.get(serviceKey(service))
      return there && { service: there, servers: new Map(there.servers.map((s) => [s.key, s])) }
    },
  }
}

/** The answer, or why nothing is known, and since when. */
export function answerIn({ layer4, at }: Raw): Layer4Answer | { why: string; since: number | null } {
  if (!layer4) return { why: 'nobody has looked yet', since: null }
  const { missing, answer, answeredAt } = layer4
  if (missing) return { why: missing, since: null }
  if (answer && answeredAt !== null && at - answeredAt <= OLDEST_ANSWER) return answer
  return { why: `Layer 4 has not answered ${sinceWhen(answeredAt)}`, since: answeredAt }
}

/** UDP has no open connections: the kernel counts those it has seen lately. */
export const connectionsOf = ({ protocol }: Service, { active, inactive }: IpvsServer): number =>
  protocol === 'tcp' ? active : active + inactive
