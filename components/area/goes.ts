// What goes with an item that is deleted, in sentences. Pure.
import { aboutOf } from '../../lib/areas/about.ts'
import type { AreaName } from '../../lib/model/document.ts'
import type { Row } from '../../lib/model/observed.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { count, listed } from '../ui/words.ts'

const NAMED = 5
/**
 * `others`: items of the other layer, whose services may share an address. What acts on save goes at once, all
 * else with the button that commits it.
 */
export function goes(
  item: StoredItem,
  view: ItemsView,
  rows: ReadonlyMap<string, Row> | null,
  others: readonly StoredItem[] = [],
): string[] {
  const below = view.items.filter((i) => i.parent === item.id)
  if (view.area === 'external-authentication') return loginsGo(item, below.length)
  const runs = view.applied !== null && view.applied[item.id] !== undefined
  return [
    below.length > 0 ? `${serversOf(below)} with it.` : '',
    runs ? addressOf(item, view, others) : '',
    runs ? connectionsOf(item, rows, view.area) : 'It does not run yet.',
  ].filter((s) => s !== '')
}

/** Of a directory, or of one of its groups. */
const loginsGo = (item: StoredItem, groups: number): string[] =>
  item.kind === 'directory'
    ? [
        ...(groups > 0
          ? [`Its ${count(groups, 'directory group goes', 'directory groups go')} with it.`]
          : []),
        'Nobody can log in by it any more, and who is logged in by it is logged out. Local users stay as they are.',
      ]
    : ['Its members can log in only by another group of theirs that is named here.']

function serversOf(below: readonly StoredItem[]): string {
  const names = below.slice(0, NAMED).map((i) => i.label)
  const rest = below.length - names.length
  const all = listed(rest > 0 ? [...names, `${rest} more`] : names)
  return below.length === 1 ? `Its real server ${all} goes` : `Its ${below.length} real servers ${all} go`
}

/** The address leaves the machine only with the last service on it. */
function addressOf(item: StoredItem, view: ItemsView, others: readonly StoredItem[]): string {
  const { address } = item.data
  if (item.kind !== 'virtual-service' || typeof address !== 'string') return ''
  const shared = [...view.items, ...others].some(
    (i) => i.id !== item.id && i.kind === item.kind && i.data.address === address,
  )
  return shared
    ? ''
    : `Nothing answers on ${address} any more${atOnce(view.area) ? '' : ` after ${nextOf(view.area)}`}.`
}

/** Whether the area commits on save. */
const atOnce = (area: AreaName): boolean => aboutOf(area).commit === 'save'
const nextOf = (area: AreaName): string => `the next ${aboutOf(area).button}`

function connectionsOf(item: StoredItem, rows: ReadonlyMap<string, Row> | null, area: AreaName): string {
  const row = [...(rows?.values() ?? [])].find((r) => r.item === item.id)
  const open = row?.connections ?? null
  if (atOnce(area)) return `It goes at once${ending(open)}`
  if (open === null) return `It runs until ${nextOf(area)}.`
  return open === 0
    ? `It runs until ${nextOf(area)}. No connection is open.`
    : `It runs until ${nextOf(area)}; the ${count(open, 'open connection')} may finish.`
}

const ending = (open: number | null): string => {
  if (open === null) return ', and its connections end.'
  return open === 0 ? '. No connection is open.' : `; its ${count(open, 'open connection')} end.`
}
