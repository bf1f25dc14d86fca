'use client'
// Reports > State Changes: search, live on top, more at the bottom, all of it as a file.
import Link from 'next/link'
import { useCallback, useEffect, useRef, useState } from 'react'
import { menuPathOf, OVERVIEW, STATE_CHANGES } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { fullPath } from '../live/address.ts'
import { useLive } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { count } from '../ui/words.ts'
import { ChangeTable } from './ChangeTable.tsx'
import { changesPath, useChanges } from './useChanges.ts'

/** Typing is over after this pause, in milliseconds. */
const TYPED_AFTER = 250

/** `of`: the key of one row, or empty. */
export function StateChanges({ of }: { of: string }) {
  const [typed, setTyped] = useState('')
  const text = useSettled(typed)
  const table = useRef<HTMLTableElement>(null)
  const isRead = useCallback(() => isLookedAt(table.current), [])
  const { shown, fresh, showNew, loadMore, loading, failure } = useChanges({ text, of }, isRead)
  const answering = useLive((s) => s.agent.answering)
  const known = useLive((s) => s.known)
  const searched = text !== '' || of !== ''
  const none = shown?.changes.length === 0
  return (
    <>
      <PageHead path={menuPathOf(STATE_CHANGES)} title={STATE_CHANGES.title} help={STATE_CHANGES.help} />
      {known && !answering && (
        <Warning>The agent does not answer. It keeps this list; nothing newer can be shown now.</Warning>
      )}
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {(!none || searched) && (
        <search className="changes-bar">
          <input
            className="in"
            type="search"
            aria-label="Search state changes"
            placeholder="Name, state, reason or time"
            maxLength={200}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {of !== '' && (
            <span className="only">
              Only <strong>{of.split('/').slice(1).join('/')}</strong>{' '}
              <Link href={STATE_CHANGES.href}>Show all</Link>
            </span>
          )}
          <span className="grow" />
          <a className="btn" href={fullPath(changesPath({ text, of }, { format: 'csv' }))} download>
            Download CSV
          </a>
        </search>
      )}
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
          Nothing matches{text && ` ‘${text}’`}.{' '}
          {text && (
            <Button small onClick={() => setTyped('')}>
              Clear search
            </Button>
          )}
        </p>
      )}
      {shown && !none && <ChangeTable changes={shown.changes} table={table} />}
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

function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed.trim()), TYPED_AFTER)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}

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
