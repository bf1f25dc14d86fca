// The entries of a search: the first page, more on request, and what is new since.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { StateChange } from '../../lib/model/changes.ts'
import { operations } from '../../lib/protocol/messages.ts'
import { getJson } from '../live/address.ts'
import { useLive } from '../live/Live.tsx'
import { changesPath, type Search } from './search.ts'

export interface Found {
  /** Newest first. */
  changes: StateChange[]
  more: boolean
}

const { output } = operations['state-changes']
const fetched = async (path: string, signal?: AbortSignal): Promise<Found> =>
  output.parse(await getJson(path, signal))

const newestOf = (found: Found | null): number => found?.changes[0]?.id ?? -1

/** What stands in `page` above the newest of `shown`. */
export const newerIn = (page: Found, shown: Found): StateChange[] => {
  const newest = newestOf(shown)
  return page.changes.filter((change) => change.id > newest)
}

/** `shown` with a newer page on top; where the page does not reach down to it, the page alone. */
export function withNewer(page: Found, shown: Found): Found {
  const newer = newerIn(page, shown)
  if (newer.length === page.changes.length && page.more) return page
  return { changes: [...newer, ...shown.changes], more: shown.more }
}

/** `isRead`: whether somebody is looking at the rows, so that they must not move. */
export function useChanges(search: Search, isRead: () => boolean) {
  const [shown, setShown] = useState<Found | null>(null)
  const [waiting, setWaiting] = useState<Found | null>(null)
  const [failure, setFailure] = useState('')
  const [loading, setLoading] = useState(false)
  const changed = useLive((s) => s.changed)
  const answering = useLive((s) => s.agent.answering)
  const path = changesPath(search)
  const shownFor = useRef('')
  const current = useRef(shown)
  current.current = shown

  useEffect(() => {
    if (!answering || (shownFor.current === path && changed <= newestOf(current.current))) return
    const controller = new AbortController()
    const take = (page: Found) => {
      const before = shownFor.current === path ? current.current : null
      shownFor.current = path
      setFailure('')
      if (!before) setShown(page)
      else if (newerIn(page, before).length === 0) return
      else if (isRead()) return setWaiting(page)
      else setShown(withNewer(page, before))
      setWaiting(null)
    }
    fetched(path, controller.signal).then(take, (error: unknown) => {
      if (!controller.signal.aborted) setFailure(messageOf(error))
    })
    return () => controller.abort()
  }, [path, changed, answering, isRead])

  const showNew = useCallback(() => {
    const before = current.current
    if (waiting && before) setShown(withNewer(waiting, before))
    setWaiting(null)
  }, [waiting])

  const loadMore = useCallback(async () => {
    const before = current.current
    const last = before?.changes.at(-1)
    if (!before || !last) return
    setLoading(true)
    try {
      const page = await fetched(changesPath(search, { before: String(last.id) }))
      if (shownFor.current === path)
        setShown((now) => now && { changes: [...now.changes, ...page.changes], more: page.more })
      setFailure('')
    } catch (error) {
      setFailure(messageOf(error))
    }
    setLoading(false)
  }, [path, search])

  const fresh = waiting && shown ? newerIn(waiting, shown).length : 0
  return { shown, fresh, showNew, loadMore, loading, failure }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
