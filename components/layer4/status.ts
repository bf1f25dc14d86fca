// The kernel's table with the names that people gave. Pure.
import { type Service, serverKey, serviceKey } from '../../lib/areas/layer4/services.ts'
import type { CheckedHealth, IpvsServer, IpvsService, Layer4Answer } from '../../lib/model/observed.ts'

export interface StatusServer extends IpvsServer {
  /** Fallback Server where it is no Real Server of the service; empty where the service is not known. */
  label: string
  health: CheckedHealth | null
}
export interface StatusService extends Omit<IpvsService, 'servers'> {
  /** Empty where no service that is applied has this key. */
  label: string
  /** Where clients come to, as it is configured. */
  where: string
  servers: StatusServer[]
}

export const FALLBACK = 'Fallback Server'

/** Every service of the kernel's table, in its order. */
export function statusLines(answer: Layer4Answer, services: readonly Service[]): StatusService[] {
  const owners = new Map(services.map((s) => [serviceKey(s), s]))
  return answer.services.map((service) => {
    const owner = owners.get(service.key)
    const labels = new Map(owner?.servers.map((s) => [serverKey(owner, s), s.label]))
    return {
      ...service,
      label: owner?.label ?? '',
      where: owner ? `${owner.address} ${owner.ports}` : '',
      servers: service.servers.map((s) => ({
        ...s,
        label: labels.get(s.key) ?? (owner ? FALLBACK : ''),
        health: answer.health[`${service.key}/${s.key}`] ?? null,
      })),
    }
  })
}
