'use client'
// The search lives in the page's address, so that it can be kept and handed on.
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { useTyped } from '../changes/useSearch.ts'
import { fullPath } from '../live/address.ts'
import { hrefOf, type Search, searchIn } from './search.ts'

export function useAuditSearch() {
  const parameters = useSearchParams()
  const search = useMemo(() => searchIn(new URLSearchParams(parameters)), [parameters])
  const change = useCallback((to: Partial<Search>) => {
    const now = searchIn(new URLSearchParams(window.location.search))
    window.history.replaceState(null, '', fullPath(hrefOf({ ...now, ...to })))
  }, [])
  return { search, change, ...useTyped(search.text, change) }
}
