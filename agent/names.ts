// Where the servers of a document stand in HAProxy, by the ids of their items. Plain reading: documents were checked before they were kept.
import type { Document } from '../lib/model/document.ts'

export interface ServerName {
  /** The service's item and its label, which is HAProxy's name for it. */
  service: string
  proxy: string
  /** The server's own label. */
  server: string
  /** Its clients are forgotten when it is drained. */
  clearOnDrain: boolean
}

export type ServerNames = ReadonlyMap<string, ServerName>

export const keyOf = (name: Pick<ServerName, 'proxy' | 'server'>): string => `${name.proxy}/${name.server}`

export function namesIn(layer7: Document): ServerNames {
  const services = new Map(layer7.items.filter((i) => i.kind === 'virtual-service').map((i) => [i.id, i]))
  return new Map(
    layer7.items.flatMap((i) => {
      const service = i.kind === 'real-server' ? services.get(i.parent) : undefined
      if (!service) return []
      const clearOnDrain = service.data.clearOnDrain === true && service.data.persistence === 'source'
      return [[i.id, { service: service.id, proxy: service.label, server: i.label, clearOnDrain }]]
    }),
  )
}
