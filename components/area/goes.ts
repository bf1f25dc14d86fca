// What goes with an item that is deleted, in sentences. Pure.
import type { Row } from '../../lib/model/observed.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { count, listed } from '../ui/words.ts'

const NAMED = 5
const NEXT = 'the next Reload HAProxy'

export function goes(item: StoredItem, view: ItemsView, rows: ReadonlyMap<string, Row> | null): string[] {
  const below = view.items.filter((i) => i.parent === item.id)
  const runs = view.applied !== null && view.applied[item.id] !== undefined
  return [
    below.length > 0 ? `${serversOf(below)} with it.` : '',
    runs ? addressOf(item, view) : '',
    runs ? connectionsOf(item, rows) : 'It does not run yet.',
  ].filter((s) => s !== '')
}

function serversOf(below: readonly StoredItem[]): string {
  const names = below.slice(0, NAMED).map((i) => i.label)
  const rest = below.length - names.length
  const all = listed(rest > 0 ? [...names, `${rest} more`] : names)
  return below.length === 1 ? `Its real server ${all} goes` : `Its ${below.length} real servers ${all} go`
}

/** The address leaves the machine only with the last service on it. */
function addressOf(item: StoredItem, view: ItemsView): string {
  const { address } = item.data
  if (item.kind !== 'virtual-service' || typeof address !== 'string') return ''
  const shared = view.items.some(
    (i) => i.id !== item.id && i.kind === item.kind && i.data.address === address,
  )
  return shared ? '' : `Nothing answers on ${address} any more after ${NEXT}.`
}

function connectionsOf(item: StoredItem, rows: ReadonlyMap<string, Row> | null): string {
  const row = [...(rows?.values() ?? [])].find((r) => r.item === item.id)
  const open = row?.connections ?? null
  if (open === null) return `It runs until ${NEXT}.`
  return open === 0
    ? `It runs until ${NEXT}. No connection is open.`
    : `It runs until ${NEXT}; the ${count(open, 'open connection')} may finish.`
}
