// Keys on server rows: x ticks, Shift x to here, d h o act on ticked rows or on the row at the cursor, D H O on all rows of their addresses, Esc clears.
import { useEffect, useRef } from 'react'
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import { isForUs, singleKeysAreOn } from '../frame/keymap.ts'
import { useMay } from '../live/Live.tsx'
import type { ServerLine } from './lines.ts'
import type { ServerActs } from './useServerActs.ts'

const STATES: Record<string, AskedState> = { d: 'drained', h: 'halted', o: 'online' }

/** `rows`: the server rows in the order they stand on the page. */
export function useActKeys(acts: ServerActs, rows: readonly ServerLine[]): void {
  const mayAct = useMay('serve')
  const last = useRef('')
  const before = useRef('')
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const after = before.current
      before.current = event.key
      // After g the next key names a page.
      if (!isForUs(event) || after === 'g') return
      if (event.key === 'Escape') return acts.clear()
      if (!singleKeysAreOn() || !mayAct) return
      const here = rowAtCursor(rows)
      const meant = acts.ticked.length ? acts.ticked : here ? [here] : []
      const [state, everywhere] = [STATES[event.key], STATES[event.key.toLowerCase()]]
      if (state) acts.act(meant, state)
      else if (everywhere) acts.everywhere(meant, everywhere)
      else if (event.key === 'x' && here) acts.tick([here.item], !acts.isTicked(here.item))
      else if (event.key === 'X' && here) acts.tick(between(rows, last.current, here.item), true)
      else return
      if (here) last.current = here.item
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [acts, rows, mayAct])
}

function rowAtCursor(rows: readonly ServerLine[]): ServerLine | undefined {
  const item = document.activeElement?.closest<HTMLElement>('tr[data-server]')?.dataset.server
  return rows.find((r) => r.item === item)
}

/** Both ends and all rows between; only the last where the first is not there. */
function between(rows: readonly ServerLine[], from: string, to: string): string[] {
  const [a, b] = [rows.findIndex((r) => r.item === from), rows.findIndex((r) => r.item === to)]
  const ends = a < 0 ? [b, b] : [Math.min(a, b), Math.max(a, b)]
  return rows.slice(ends[0], (ends[1] ?? 0) + 1).map((r) => r.item)
}
