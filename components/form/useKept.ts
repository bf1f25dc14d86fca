// What was typed into a form survives a log-out: kept in this tab, given back to the same user at the same page.
import { useCallback, useEffect, useRef, useState } from 'react'
import { beforeLogin } from '../live/address.ts'
import { useLive } from '../live/Live.tsx'
import { type Keepable, type Kept, keptText, readKept } from './kept.ts'
import type { Controls } from './values.ts'

const slot = (): string => `not saved: ${window.location.pathname}${window.location.search}`

interface Keeper {
  /** What was kept before; empty when there is nothing. */
  before: Controls
  /** Tells what would have to be kept now. */
  keep: (edits: Controls) => void
}

export function useKept(fields: readonly Keepable[]): Keeper {
  const user = useLive((s) => s.user)
  const [before] = useState(() => readKept(window.sessionStorage.getItem(slot()), user, fields))
  const now = useRef<Kept>({ user, edits: {} })
  useEffect(() => {
    window.sessionStorage.removeItem(slot())
    return beforeLogin(() => {
      const text = keptText(now.current, fields)
      if (text !== null) store(text)
    })
  }, [fields])
  const keep = useCallback(
    (edits: Controls) => {
      now.current = { user, edits }
    },
    [user],
  )
  return { before, keep }
}

function store(text: string): void {
  try {
    window.sessionStorage.setItem(slot(), text)
  } catch (full) {
    console.warn('What was typed could not be kept:', full) // the way to the login page stays open
  }
}
