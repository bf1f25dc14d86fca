// How many connections are open now. Pure.
import type { Row } from '../../lib/model/observed.ts'

/** Over all services; null when nobody could say. */
export function openConnections(rows: ReadonlyMap<string, Row> | null): number | null {
  if (!rows) return null
  const services = [...rows.values()].filter((r) => r.row === 'service')
  return services.some((r) => r.connections === null)
    ? null
    : services.reduce((sum, r) => sum + (r.connections ?? 0), 0)
}
