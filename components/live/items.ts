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

export class ItemsStore {
  private readonly areas = new Map<AreaName, Fetched>()
  private readonly watchers = new Set<() => void>()
  private readonly reasons = new Map<AreaName, string>()
  private readonly running = new Map<AreaName, { controller: AbortController; loading: Promise<Fetched> }>()

  readonly snapshot = (area: AreaName): Fetched => this.areas.get(area) ?? nothing

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Fetches the area; a newer call ends an older one, whose caller then gets the newer answer. Resolves when there is one, good or bad. */
  readonly load = (area: AreaName): Promise<Fetched> => {
    this.running.get(area)?.controller.abort()
    const controller = new AbortController()
    const loading = this.fetch(area, controller.signal)
    this.running.set(area, { controller, loading })
    return loading
  }

  private async fetch(area: AreaName, signal: AbortSignal): Promise<Fetched> {
    try {
      // Not parsed by its schema: that took as long as all the rest of a page with 11,000 items.
      const sent = (await getJson(`/api/items?area=${area}`, signal)) as ItemsSent
      this.put(area, { view: viewOf(sent), failure: '' })
    } catch (error) {
      if (signal.aborted) return this.running.get(area)?.loading ?? nothing
      const failure = error instanceof Error ? error.message : String(error)
      this.put(area, { ...this.snapshot(area), failure })
    }
    return this.snapshot(area)
  }

  /** Fetches the area unless it was fetched for that very reason before. */
  readonly loadFor = (area: AreaName, reason: string): void => {
    if (this.reasons.get(area) === reason) return
    this.reasons.set(area, reason)
    void this.load(area)
  }

  private put(area: AreaName, fetched: Fetched): void {
    this.areas.set(area, fetched)
    for (const watcher of this.watchers) watcher()
  }
}
