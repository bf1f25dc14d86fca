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
