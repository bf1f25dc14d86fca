'use client'
// The search lives in the page's address, so that it can be kept and handed on; what is being typed follows after a pause.
import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { fullPath } from '../live/address.ts'
import { hrefOf, type Search, searchIn } from './search.ts'

/** Typing is over after this pause, in milliseconds. */
const TYPED_AFTER = 250

export function useSearch() {
  const parameters = useSearchParams()
  const search = useMemo(() => searchIn(new URLSearchParams(parameters)), [parameters])
  const change = useCallback((to: Partial<Search>) => {
    const now = searchIn(new URLSearchParams(window.location.search))
    window.history.replaceState(null, '', fullPath(hrefOf({ ...now, ...to })))
  }, [])
  return { search, change, ...useTyped(search.text, change) }
}

/** What is being typed, and the search's own words once it is over. */
export function useTyped(text: string, change: (to: { text: string }) => void) {
  const [typed, setTyped] = useState(text)
  const settled = useRef(text)
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed.trim() === settled.current) return
      settled.current = typed.trim()
      change({ text: settled.current })
    }, TYPED_AFTER)
    return () => clearTimeout(timer)
  }, [typed, change])
  // A link to another search.
  useEffect(() => {
    if (text === settled.current) return
    settled.current = text
    setTyped(text)
  }, [text])
  return { typed, setTyped }
}
