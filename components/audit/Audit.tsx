'use client'
// Logs > Audit: who did what, live on top; and what the check of the agent's file found.
import { faultWords } from '../../lib/model/audit.ts'
import type { AuditView } from '../../lib/protocol/audit.ts'
import { AUDIT, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useLive } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Information, Message, Warning } from '../ui/Message.tsx'
import { count } from '../ui/words.ts'
import { AuditBar } from './AuditBar.tsx'
import { AuditTable } from './AuditTable.tsx'
import { EVERYTHING, isSearching } from './search.ts'
import { useAudit } from './useAudit.ts'
import { useAuditSearch } from './useAuditSearch.ts'

export function Audit() {
  const searching = useAuditSearch()
  const { view, loadMore, loading, failure } = useAudit(searching.search)
  const clear = () => {
    searching.setTyped('')
    searching.change(EVERYTHING)
  }
  return (
    <>
      <PageHead path={menuPathOf(AUDIT)} title={AUDIT.title} help={AUDIT.help} />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {view && <Check view={view} />}
      <AuditBar {...searching} users={view?.users ?? []} actions={view?.actions ?? []} />
      {!view && !failure && <Loading what="the audit trail" />}
      {view?.rows.length === 0 && (
        <p className="changes-none">
          Nothing matches.{' '}
          {isSearching(searching.search) && (
            <Button small onClick={clear}>
              Clear search
            </Button>
          )}
        </p>
      )}
      {view && view.rows.length > 0 && <AuditTable rows={view.rows} />}
      {view?.next && (
        <p className="changes-more">
          <Button onClick={loadMore} busy={loading ? 'Loading' : undefined}>
            Load more
          </Button>
          <span className="small muted">{count(view.rows.length, 'entry', 'entries')} shown</span>
        </p>
      )}
    </>
  )
}

const FAULTS_SHOWN = 10

/** What is wrong with the file stands at the top, each fault with its place. */
function Check({ view: { check, waiting } }: { view: AuditView }) {
  const known = useLive((s) => s.known)
  if (!known) return null
  if (!check)
    return (
      <Warning>
        The agent, which keeps this trail in its file, does not answer. What stands here is what the console
        stored; it is not checked, and {count(waiting, 'entry is', 'entries are')} not yet taken.
      </Warning>
    )
  if (check.faults.length)
    return (
      <Message tone="fail" lead="The file was changed.">
        <ul className="audit-faults">
          {check.faults.slice(0, FAULTS_SHOWN).map((fault) => (
            <li key={`${fault.what} ${fault.from} ${fault.day} ${fault.line}`}>{faultWords(fault)}</li>
          ))}
        </ul>
        {check.faults.length > FAULTS_SHOWN && <>{check.faults.length - FAULTS_SHOWN} more.</>}
      </Message>
    )
  return (
    <Information>
      {count(check.lines, 'entry stands', 'entries stand')} in the file as written, each chained to the one
      before.
      {waiting > 0 && ` ${count(waiting, 'entry is', 'entries are')} not yet taken.`}
    </Information>
  )
}
