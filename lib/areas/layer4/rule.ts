// How the rules of Layer 4 are written: over services that are read once for all of them.
import type { Documents } from '../../model/document.ts'
import { type ErrorCode, problem } from '../../model/errors.ts'
import type { Facts } from '../../model/facts.ts'
import type { Problem } from '../../model/problem.ts'
import { at } from '../define.ts'
import type { Server, Service } from './services.ts'

export type ServiceRule = (services: readonly Service[], facts: Facts, documents: Documents) => Problem[]

/** A rule that looks at one service after the other. */
export const eachService =
  (look: (service: Service, facts: Facts) => Problem[]): ServiceRule =>
  (services, facts) =>
    services.flatMap((service) => look(service, facts))

export const finding = (
  code: ErrorCode,
  of: Service | Server,
  field: string,
  values?: Parameters<typeof problem>[2],
): Problem => problem(code, at('layer4', of.item.id, field), values)

/** The items by what they have in common, in order. */
export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
