// The lines of a list, live.
import { useMemo } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import { useItems, useRows, useSilence } from '../live/Live.tsx'
import { type ItemLine, itemLines } from './rows.ts'

const none: ItemLine[] = []

export function useItemLines(area: AreaName, kind: string) {
  const { view, failure } = useItems(area)
  const rows = useRows()
  const silent = useSilence() !== null
  const lines = useMemo(() => (view ? itemLines(view, kind, rows, silent) : none), [view, kind, rows, silent])
  return { view, failure, lines }
}
