'use client'
// Two minutes before the session ends: when, why, and the way to stay. Also tells the console that somebody types.
import { useEffect, useRef, useState } from 'react'
import { toLogin } from '../live/address.ts'
import { useActions, useLive, useNow } from '../live/Live.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { listed } from '../ui/words.ts'
import { warningOf } from './idle.ts'
import { useUnsavedNow } from './Leave.tsx'

export function IdleWarning() {
  const session = useLive((s) => s.session)
  const now = useNow(1000)
  const { stayLoggedIn, logout } = useActions()
  const unsaved = useUnsavedNow()
  const [failure, setFailure] = useState('')
  const [readFor, setReadFor] = useState<number>()
  const warning = session && now !== null ? warningOf(session, now) : null
  const open = warning !== null && !(warning.why === 'latest' && readFor === session?.latestAt)
  useReportActivity(!open)
  if (!open || !session) return null
  const stay = async () => {
    if (warning.why === 'latest') return setReadFor(session.latestAt)
    try {
      const answer = await stayLoggedIn()
      setFailure(answer.ok ? '' : answer.message)
    } catch {
      setFailure('The console does not answer. Try again.')
    }
  }
  const labels = unsaved()
  return (
    <Confirm
      harmless
      title="Still there?"
      cancel={warning.why === 'idle' ? 'Stay logged in' : 'Close'}
      verb="Log out now"
      onConfirm={() => toLogin(logout())}
      onClose={stay}
    >
      <p>{warning.sentence}</p>
      {labels.length > 0 && (
        <p>
          Not saved: {listed(labels.slice(0, 6))}
          {labels.length > 6 && ` and ${labels.length - 6} more`}. This tab keeps it until you log in again.
        </p>
      )}
      {failure && (
        <p className="s-fail" role="alert">
          {failure}
        </p>
      )}
    </Confirm>
  )
}

const REPORT_EVERY = 30_000

/** Typing and clicking are activity, also where they ask the console for nothing. Behind the warning only its buttons count. */
function useReportActivity(listening: boolean): void {
  const { stayLoggedIn } = useActions()
  const active = useRef(false)
  useEffect(() => {
    if (!listening) return
    const note = () => {
      active.current = true
    }
    const report = () => {
      if (!active.current) return
      active.current = false
      // Not heard, it is told again by the next key; whether the session lives is the stream's to say.
      stayLoggedIn().catch(note)
    }
    const timer = setInterval(report, REPORT_EVERY)
    document.addEventListener('keydown', note, true)
    document.addEventListener('pointerdown', note, true)
    return () => {
      clearInterval(timer)
      document.removeEventListener('keydown', note, true)
      document.removeEventListener('pointerdown', note, true)
    }
  }, [listening, stayLoggedIn])
}
