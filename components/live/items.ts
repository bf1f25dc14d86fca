// The stored items of each area as last fetched, fetched again when the stream says so.
import type { AreaName } from '../../lib/model/document.ts'
import type { ItemsView } from '../../lib/protocol/console.ts'
import { viewOf } from '../../lib/protocol/item-pack.ts'
import type { ItemsSent } from '../../lib/protocol/items.ts'
import { getCompressed } from './address.ts'
import { itemsPath, takeItems } from './early.ts'

export interface Fetched {
  view: ItemsView | null
  /** Why the last fetch failed; empty when it did not. */
  failure: string
}
/** What the items are fetched again for when it changes. */
export const reasonOf = (of: { edition: number; generation: number | null; answering: boolean }): string =>
  `${of.edition} ${of.generation} ${of.answering}`

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
  readonly load = (area: AreaName, early: Promise<ItemsView | null> | null = null): Promise<Fetched> => {
    this.running.get(area)?.controller.abort()
    const controller = new AbortController()
    const loading = this.fetch(area, controller.signal, early)
    this.running.set(area, { controller, loading })
    return loading
  }

  private async fetch(
    area: AreaName,
    signal: AbortSignal,
    early: Promise<ItemsView | null> | null,
  ): Promise<Fetched> {
    try {
      // Not parsed by its schema: that took as long as all the rest of a page with 11,000 items.
      const view = (await early) ?? viewOf((await getCompressed(itemsPath(area), signal)) as ItemsSent)
      signal.throwIfAborted()
      this.put(area, { view, failure: '' })
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
    void this.load(area, earlyView(area, reason))
  }

  private put(area: AreaName, fetched: Fetched): void {
    this.areas.set(area, fetched)
    for (const watcher of this.watchers) watcher()
  }
}

/** What was asked before there was a store, where it still says what is stored and applied now. */
const earlyView = (area: AreaName, reason: string): Promise<ItemsView | null> | null =>
  takeItems(area)?.then((sent) => {
    const view = sent === null ? null : viewOf(sent as ItemsSent)
    return view && reasonOf({ ...view, answering: view.applied !== null }) === reason ? view : null
  }) ?? null
