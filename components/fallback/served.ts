// The stored page, and whether it is what visitors get now. Pure.
import { DEFAULT_PAGE } from '../../lib/areas/fallback/page.ts'
import type { Item } from '../../lib/model/document.ts'
import type { Difference } from '../../lib/model/observed.ts'
import type { ItemsView } from '../../lib/protocol/console.ts'

export interface Stored {
  html: string
  /** Absent while nobody has saved a page. */
  item: { id: string; rev: number } | null
}

export const storedPage = (view: ItemsView): Stored => {
  const item = view.items.find((i) => i.kind === 'page')
  return { html: htmlOf(item), item: item ? { id: item.id, rev: item.rev } : null }
}

const htmlOf = (item: Item | undefined): string =>
  typeof item?.data.html === 'string' ? item.data.html : DEFAULT_PAGE

export type Served = 'as saved' | 'waiting' | 'otherwise' | 'unknown'

/** By what is applied and what was read back of it. */
export function servedAs(view: ItemsView, differences: readonly Difference[], silent: boolean): Served {
  if (silent || view.applied === null) return 'unknown'
  const applied = Object.values(view.applied)
  if (!applied.some((i) => i.kind === 'listener')) return 'waiting'
  if (htmlOf(applied.find((i) => i.kind === 'page')) !== storedPage(view).html) return 'waiting'
  return differences.some((d) => d.area === 'fallback') ? 'otherwise' : 'as saved'
}
