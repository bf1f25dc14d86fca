// How a service is, told by its servers: the same at every layer.
import type { ServerRow, ServiceRow } from '../model/observed.ts'

/** A server that is expected to be down says so, before its cause. */
export const expected = (
  { expectedDown }: { expectedDown: boolean },
  { state, reason }: Health,
): Health & Expected =>
  !expectedDown
    ? { state, reason }
    : { state, reason: state === 'down' ? `expected down: ${reason}` : reason, expectedDown }
type Health = Pick<ServerRow, 'state' | 'reason'>
type Expected = Pick<ServerRow, 'expectedDown'>

/** Those that tell how the service is: all but the ones that are down as expected. When those are all there is, they count. */
export function counted(servers: readonly ServerRow[]): readonly ServerRow[] {
  const telling = servers.filter((s) => !(s.expectedDown && s.state === 'down'))
  return telling.length ? telling : servers
}

/** The service as a whole. Some failed and the rest offline is down: nobody can use it. */
export function stateOf(servers: readonly ServerRow[]): ServiceRow['state'] {
  const is = (state: ServerRow['state']) => servers.some((s) => s.state === state)
  if (servers.length && servers.every((s) => s.state === 'up')) return 'up'
  if (is('up')) return 'some'
  if (is('unknown')) return 'unknown'
  return is('down') || !servers.length ? 'down' : 'offline'
}

const WORDS: [ServerRow['state'], string][] = [
  ['down', 'down'],
  ['unknown', 'unknown'],
  ['drained', 'drained'],
  ['halted', 'halted'],
]

/** The one server in trouble with its own reason, or how many of each. */
export function reasonOf(servers: readonly ServerRow[]): string {
  if (!servers.length) return 'it has no Real Server'
  const troubled = servers.filter((s) => s.state !== 'up')
  const [only] = troubled
  if (troubled.length === 1 && only)
    return `${only.label}${isOffline(only) ? ` ${only.state} ` : ': '}${only.reason}`
  return WORDS.map(([state, word]) => [servers.filter((s) => s.state === state).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} of ${servers.length} servers ${word}`)
    .join(', ')
}

const isOffline = (server: ServerRow): boolean => server.state === 'drained' || server.state === 'halted'

/** Since the last of the servers that make it so changed: HAProxy's own time of the whole takes the fallback for one of them. */
export function sinceOf(
  state: ServiceRow['state'],
  servers: readonly ServerRow[],
  whole: number | null,
): number | null {
  const telling = servers.filter((s) => state === 'up' || s.state !== 'up')
  const times = telling.flatMap((s) => (s.since === null ? [] : [s.since]))
  return times.length ? Math.max(...times) : whole
}
