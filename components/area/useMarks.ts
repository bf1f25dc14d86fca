// What waits for a commit, by item.
import { useCallback, useMemo } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import { remembered } from '../../lib/model/remembered.ts'
import type { ItemsView } from '../../lib/protocol/console.ts'
import { useItems, useLive } from '../live/Live.tsx'
import { marksOf } from './marks.ts'

/** Every table of a page asks. */
const draftsOf = remembered<ItemsView, ReadonlySet<string>>()
const draftsIn = (view: ItemsView): ReadonlySet<string> =>
  draftsOf(view, [], () => new Set(view.items.filter((i) => i.draft).map((i) => i.id)))
const NONE: ReadonlySet<string> = new Set()

/** The words for an item; empty when nothing waits there. */
export function useMarks(area: AreaName): (item: string) => string {
  const changes = useLive((s) => s.pending.changes)
  const { view } = useItems(area)
  const marks = useMemo(
    () =>
      marksOf(
        changes.filter((c) => c.area === area),
        view?.items ?? [],
        view?.applied ?? {},
      ),
    [changes, area, view],
  )
  const drafts = view ? draftsIn(view) : NONE
  return useCallback(
    (item) => (drafts.has(item) ? 'a copy, until its first Update' : (marks.get(item) ?? '')),
    [marks, drafts],
  )
}
