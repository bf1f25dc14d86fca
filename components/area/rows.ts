// What the lists show: stored items, each with what the machine says of it and what waits. Pure.
import type { Item } from '../../lib/model/document.ts'
import type { Row } from '../../lib/model/observed.ts'
import type { Problem } from '../../lib/model/problem.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { type Look, NOT_RUNNING, stateOf, UNKNOWN } from '../overview/states.ts'

export interface ItemLine {
  key: string
  label: string
  /** Null for an item that is deleted and still runs. */
  item: StoredItem | null
  data: Item['data']
  look: Look
  row: Row | null
  problems: Problem[]
}

/** Lines of one kind in stored order; what is deleted and still runs comes last. */
export function itemLines(
  view: ItemsView,
  kind: string,
  rows: ReadonlyMap<string, Row> | null,
  silent: boolean,
  parent?: string,
): ItemLine[] {
  const byItem = new Map<string, Row>()
  for (const row of rows?.values() ?? []) byItem.set(row.item, row)
  const isOurs = (i: Item) => i.kind === kind && (parent === undefined || i.parent === parent)
  const stored = new Set<string>()
  for (const { id } of view.items) stored.add(id)
  const gone = Object.values(view.applied ?? {}).filter((i) => isOurs(i) && !stored.has(i.id))
  const problemsOf = new Map<string | undefined, Problem[]>()
  for (const p of view.problems) problemsOf.set(p.path.item, [...(problemsOf.get(p.path.item) ?? []), p])
  const lineOf = (i: Item, own: StoredItem | null): ItemLine => {
    const row = byItem.get(i.id) ?? null
    return {
      key: i.id,
      label: i.label,
      item: own,
      data: i.data,
      look: lookOf(view, i, row, silent),
      row: silent ? null : row,
      problems: problemsOf.get(i.id) ?? [],
    }
  }
  return [...view.items.filter(isOurs).map((i) => lineOf(i, i)), ...gone.map((i) => lineOf(i, null))]
}

function lookOf(view: ItemsView, { id, draft }: Item, row: Row | null, silent: boolean): Look {
  if (draft) return NOT_RUNNING
  if (view.applied && !view.applied[id]) return NOT_RUNNING
  return row && !silent ? stateOf(row) : UNKNOWN
}
