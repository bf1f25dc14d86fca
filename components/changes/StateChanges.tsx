'use client'
// Reports > State Changes: search, live on top, more at the bottom, all of it as a file.
import { useCallback, useRef } from 'react'
import { menuPathOf, OVERVIEW, STATE_CHANGES } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useLive } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Link } from '../ui/Link.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { count } from '../ui/words.ts'
import { ChangeTable } from './ChangeTable.tsx'
import { SearchBar } from './SearchBar.tsx'
import { isSearching, nothingWords } from './search.ts'
import { useChanges } from './useChanges.ts'
import { useSearch } from './useSearch.ts'

export function StateChanges() {
  const searching = useSearch()
  const { search, change, setTyped } = searching
  const table = useRef<HTMLTableElement>(null)
  const isRead = useCallback(() => isLookedAt(table.current), [])
  const { shown, fresh, showNew, loadMore, loading, failure } = useChanges(search, isRead)
  const answering = useLive((s) => s.agent.answering)
  const known = useLive((s) => s.known)
  const searched = isSearching(search)
  const none = shown?.changes.length === 0
  return (
    <>
      <PageHead path={menuPathOf(STATE_CHANGES)} title={STATE_CHANGES.title} help={STATE_CHANGES.help} />
      {known && !answering && (
        <Warning>The agent does not answer. It keeps this list; nothing newer can be shown now.</Warning>
      )}
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {(!none || searched) && <SearchBar {...searching} />}
      <div className="changes-new" role="status">
        {fresh > 0 && (
          <Button small onClick={showNew}>
            Show {count(fresh, 'new change')}
          </Button>
        )}
      </div>
      {!shown && <Loading what="the recorded changes" />}
      {none && !searched && <NoChanges />}
      {none && searched && (
        <p className="changes-none">
          {nothingWords(search)}{' '}
          {isSearching({ ...search, of: '' }) && (
            <Button
              small
              onClick={() => {
                setTyped('')
                change({ text: '', from: '', to: '' })
              }}
            >
              Clear search
            </Button>
          )}
        </p>
      )}
      {shown && !none && <ChangeTable changes={shown.changes} {...{ search, table }} />}
      {shown?.more && (
        <p className="changes-more">
          <Button onClick={loadMore} busy={loading ? 'Loading' : undefined}>
            Load more
          </Button>
          <span className="small muted">{count(shown.changes.length, 'change')} shown</span>
        </p>
      )}
    </>
  )
}

/** Scrolled down, pointed at or focused: then rows stay where they are. */
const isLookedAt = (table: HTMLElement | null): boolean =>
  window.scrollY > 0 || table?.matches(':hover') === true || table?.contains(document.activeElement) === true

const NoChanges = () => (
  <Empty
    title="No changes of state yet"
    acts={
      <Link className="btn" href={OVERVIEW.href}>
        {OVERVIEW.title}
      </Link>
    }
  >
    Whenever a virtual service or a real server goes down, comes back or is taken offline, it is recorded
    here, with its time and reason.
  </Empty>
)
