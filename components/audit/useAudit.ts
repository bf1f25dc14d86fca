// The entries of a search: as many pages as were asked for, read again whenever something comes or is taken.
import { useCallback, useEffect, useRef, useState } from 'react'
import { type AuditView, auditView } from '../../lib/protocol/audit.ts'
import { getJson } from '../live/address.ts'
import { useLive } from '../live/Live.tsx'
import { auditPath, type Search } from './search.ts'

const PAGE = 100
const MOST = 1000

const fetched = async (path: string, signal?: AbortSignal): Promise<AuditView> =>
  auditView.parse(await getJson(path, signal))

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The first rows are read again by every change; what was loaded below them stays. */
export function useAudit(search: Search) {
  const [shown, setShown] = useState<{ path: string; view: AuditView } | null>(null)
  const [failure, setFailure] = useState('')
  const [loading, setLoading] = useState(false)
  const audited = useLive((s) => s.audited)
  const answering = useLive((s) => s.agent.answering)
  const path = auditPath(search)
  /** What came, and the agent's return, are reasons to read again. */
  const reason = `${audited} ${answering}`
  const current = useRef(shown)
  current.current = shown
  useEffect(() => {
    if (reason === '') return
    const controller = new AbortController()
    const before = current.current?.path === path ? current.current.view.rows.length : 0
    const limit = String(Math.min(MOST, Math.max(PAGE, before)))
    fetched(auditPath(search, { limit }), controller.signal).then(
      (view) => {
        setShown({ path, view })
        setFailure('')
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setFailure(messageOf(error))
      },
    )
    return () => controller.abort()
  }, [path, search, reason])

  const loadMore = useCallback(async () => {
    const before = current.current?.view.next
    if (!before) return
    setLoading(true)
    try {
      const page = await fetched(auditPath(search, { before }))
      setShown((now) => now && { path, view: { ...page, rows: [...now.view.rows, ...page.rows] } })
      setFailure('')
    } catch (error) {
      setFailure(messageOf(error))
    }
    setLoading(false)
  }, [path, search])

  return { view: shown?.path === path ? shown.view : null, loadMore, loading, failure }
}
