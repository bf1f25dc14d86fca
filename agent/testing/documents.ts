// Tests: documents, made in a line each.
import type { AreaName, Document, Item } from '../../lib/model/document.ts'

const at = (
  kind: string,
  id: string,
  parent: string,
  label: string,
  data: Item['data'],
  position = 0,
): Item => ({
  id,
  kind,
  parent,
  label,
  position,
  data,
})

export interface ServerIn {
  label: string
  address: string
  port?: number
  weight?: number
}
export interface ServiceIn {
  label: string
  address: string
  ports: string
  data?: Record<string, unknown>
  servers: ServerIn[]
}

/** A layer7 document; ids are the labels. */
export const layer7 = (...services: ServiceIn[]): Document => ({
  area: 'layer7',
  version: 1,
  items: services.flatMap((s, i) => [
    at('virtual-service', s.label, 'layer7', s.label, { ...serviceData(s), ...s.data }, i),
    ...s.servers.map(({ label, ...data }, n) =>
      at('real-server', `${s.label}.${label}`, s.label, label, data, n),
    ),
  ]),
})

/** A layer4 document; ids are the labels. `data` says what is not as a new service has it. */
export const layer4 = (...services: ServiceIn[]): Document => ({
  area: 'layer4',
  version: 1,
  items: services.flatMap((s, i) => [
    at('virtual-service', s.label, 'layer4', s.label, { address: s.address, ports: s.ports, ...s.data }, i),
    ...s.servers.map(({ label, ...data }, n) =>
      at('real-server', `${s.label}.${label}`, s.label, label, data, n),
    ),
  ]),
})

/** A server-state document: who is offline, by id. */
export const offline = (servers: Record<string, 'drained' | 'halted'>): Document => ({
  area: 'server-state',
  version: 1,
  items: Object.entries(servers).map(([id, state], i) =>
    at('server-state', `state-${id}`, 'server-state', id, { state, since: 1_795_000_000_000, by: 'test' }, i),
  ),
})

const serviceData = (s: ServiceIn) => ({
  address: s.address,
  ports: s.ports,
  protocol: 'http',
  persistence: 'none',
  balance: 'roundrobin',
})

export const listener = (area: AreaName, address: string, port: number): Document => ({
  area,
  version: 1,
  items: [at('listener', area, area, area, { addresses: [address], port })],
})
