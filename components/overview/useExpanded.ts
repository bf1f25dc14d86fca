// Which services show their servers. Few services start open, many closed; after that only a person opens or closes.
import { useCallback, useMemo, useState } from 'react'
import type { ServiceLine } from './lines.ts'

const OPEN_UP_TO = 40

export function useExpanded(lines: readonly ServiceLine[], known: boolean) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [atStart, setAtStart] = useState<boolean>()
  if (known && atStart === undefined)
    setAtStart(lines.reduce((sum, l) => sum + 2 + l.serverCount, 0) <= OPEN_UP_TO)
  const isOpen = useCallback((key: string) => chosen.get(key) ?? atStart ?? false, [chosen, atStart])
  const toggle = useCallback(
    (key: string, open: boolean) => setChosen((all) => new Map(all).set(key, open)),
    [],
  )
  const setAll = useCallback((open: boolean) => {
    setChosen(new Map())
    setAtStart(open)
  }, [])
  return useMemo(() => ({ isOpen, toggle, setAll }), [isOpen, toggle, setAll])
}
