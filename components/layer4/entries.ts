// What the report of connections says, in words. Pure.
import type { ConnectionsAnswer } from '../../lib/protocol/layer4.ts'

/** A connection that was begun and never confirmed. */
export const HALF_OPEN = 'SYN_RECV'

const two = (n: number): string => String(n).padStart(2, '0')

/** As ipvsadm writes it: 04:58, and 1:02:03 from an hour on. */
export function expiryOf(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

export interface Chip {
  /** Empty: all. */
  state: string
  count: number
}

/** All, then half-open ones if there are, then the others by how many there are; the chosen one stays in any case. */
export function chipsOf(
  { total, states }: Pick<ConnectionsAnswer, 'total' | 'states'>,
  chosen: string,
): Chip[] {
  const known = { ...(chosen === '' ? {} : { [chosen]: 0 }), ...states }
  const rank = (c: Chip) => (c.state === HALF_OPEN ? Number.POSITIVE_INFINITY : c.count)
  const each = Object.entries(known).map(([state, count]) => ({ state, count }))
  return [
    { state: '', count: total },
    ...each.sort((a, b) => rank(b) - rank(a) || a.state.localeCompare(b.state)),
  ]
}
