// The stored items of each area as last fetched, fetched again when the stream says so.
import type { AreaName } from '../../lib/model/document.ts'
import type { ItemsView } from '../../lib/protocol/console.ts'
import { type ItemsSent, viewOf } from '../../lib/protocol/items.ts'
import { getJson } from './address.ts'

export interface Fetched {
  view: ItemsView | null
  /** Why the last fetch failed; empty when it did not. */
  failure: string
}
const nothing: Fetched = { view: null, failure: '' }

/** How the store names them: all items of an area, or those that the form of one is about. */
export const itemsAsked = (area: AreaName, of?: string): string =>
  `area=${area}${of === undefined ? '' : `&of=${encodeURIComponent(of)}`}`

export class ItemsStore {
  private readonly asked = new Map<string, Fetched>()
  private readonly watchers = new Set<() => void>()
  private readonly reasons = new Map<string, string>()
  private readonly running = new Map<string, AbortController>()

  readonly snapshot = (items: string): Fetched => this.asked.get(items) ?? nothing

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Fetches the items, as `itemsAsked` names them; a newer call ends an older one. Resolves when there is an answer, good or bad. */
  readonly load = async (items: string): Promise<Fetched> => {
    this.running.get(items)?.abort()
    const controller = new AbortController()
    this.running.set(items, controller)
    try {
      // Not parsed by its schema: that took as long as all the rest of a page with 11,000 items.
      const sent = (await getJson(`/api/items?${items}`, controller.signal)) as ItemsSent
      this.put(items, { view: viewOf(sent), failure: '' })
    } catch (error) {
      if (!controller.signal.aborted)
        this.put(items, {
          ...this.snapshot(items),
          failure: error instanceof Error ? error.message : String(error),
        })
    }
    return this.snapshot(items)
  }

  /** Fetches them unless they were fetched for that very reason before. */
  readonly loadFor = (items: string, reason: string): void => {
    if (this.reasons.get(items) === reason) return
    this.reasons.set(items, reason)
    void this.load(items)
  }

  private put(items: string, fetched: Fetched): void {
    this.asked.set(items, fetched)
    for (const watcher of this.watchers) watcher()
  }
}
