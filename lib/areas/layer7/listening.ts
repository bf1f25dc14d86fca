// Whether the kernel's listening sockets are those the services need, and HAProxy's.
import { socketAddress } from '../../model/address.ts'
import type { Difference, Listener, Raw } from '../../model/observed.ts'
import type { PortRange } from '../../model/port-list.ts'
import { within } from '../addresses.ts'
import type { Service } from './services.ts'

export const difference = (message: string, item?: string): Difference => ({
  area: 'layer7',
  ...(item === undefined ? {} : { item }),
  message,
})

type ByAddress = ReadonlyMap<string, readonly Listener[]>

export function listenersByAddress(raw: Raw): ByAddress {
  const found = new Map<string, Listener[]>()
  for (const listener of raw.listeners) {
    const here = found.get(listener.address)
    if (here) here.push(listener)
    else found.set(listener.address, [listener])
  }
  return found
}

/** Each address and port of the service is held by our HAProxy and by nobody else. At most one sentence for each fault. */
export function listenerDifferences(service: Service, listening: ByAddress, raw: Raw): Difference[] {
  const here = (listening.get(service.address) ?? []).filter((l) => within(l.port, service.ranges))
  return [...unheard(service, here), ...foreign(service, here, raw)].map((message) =>
    difference(message, service.item.id),
  )
}

function unheard(service: Service, here: readonly Listener[]): string[] {
  const held = new Set(here.map((l) => l.port))
  const [first, ...rest] = service.ranges.flatMap(portsOf).filter((port) => !held.has(port))
  if (first === undefined) return []
  const more = rest.length ? ` and ${rest.length} more` : ''
  return [`Nothing listens on ${socketAddress(service.address, first)}${more} for ${service.label}.`]
}

const portsOf = ([first, last]: PortRange): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** Several processes may listen on one port; the kernel deals clients out among them. */
function foreign(service: Service, here: readonly Listener[], raw: Raw): string[] {
  const ours = new Set(raw.pids.haproxy ?? [])
  const [alien] = here.flatMap((l) => l.pids.filter((p) => !ours.has(p)).map((pid) => ({ ...l, pid })))
  if (!alien) return []
  const who = `${raw.programs[alien.pid] || 'Another program'} (process ${alien.pid})`
  return [
    `${who}, which is not ours, answers on ${socketAddress(alien.address, alien.port)} for ${service.label}.`,
  ]
}
