// What disabling or deleting an address does, in sentences. Pure.
import type { Row } from '../../lib/model/observed.ts'
import { count, listed } from '../ui/words.ts'
import type { AddressRow } from './rows.ts'

export type Deed = 'Disable' | 'Delete'

const NAMED = 5

/** "Web and Mail"; more than five are counted. */
export function usersOf({ usedBy }: AddressRow): string {
  const names = usedBy.slice(0, NAMED).map((u) => u.item.label)
  const rest = usedBy.length - names.length
  return listed(rest > 0 ? [...names, `${rest} more`] : names)
}

export function goes(row: AddressRow, rows: ReadonlyMap<string, Row> | null): string[] {
  const { address, on, usedBy } = row
  const whom =
    usedBy.length === 0
      ? 'Whoever uses it, servers with this default gateway among them, no longer reaches it.'
      : `${usersOf(row)} ${usedBy.length === 1 ? 'answers' : 'answer'} there: clients no longer reach ${usedBy.length === 1 ? 'it' : 'them'}.`
  return [
    on ? `${address} leaves ${on} at once.` : `${address} is on no interface now.`,
    whom,
    on && usedBy.length ? connections(row, rows) : '',
  ].filter((s) => s !== '')
}

function connections({ usedBy }: AddressRow, rows: ReadonlyMap<string, Row> | null): string {
  const ids = new Set(usedBy.map((u) => u.item.id))
  const seen = [...(rows?.values() ?? [])].filter((r) => r.row === 'service' && ids.has(r.item))
  if (seen.some((r) => r.connections === null)) return 'Its open connections end.'
  const open = seen.reduce((sum, r) => sum + (r.connections ?? 0), 0)
  if (open === 0) return 'No connection is open on it.'
  return `${count(open, 'open connection')} ${open === 1 ? 'ends' : 'end'}.`
}
