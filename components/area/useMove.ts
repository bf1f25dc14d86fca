// Move up and Move down: one place at a time, in the configured order.
import { useCallback, useMemo, useState } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { useActions } from '../live/Live.tsx'

export interface Moves {
  /** Whether there is a place so many steps away. */
  canMove: (id: string, by: number) => boolean
  move: (item: StoredItem, by: -1 | 1) => void
  /** Why the last one was not moved, behind "Not moved."; empty when it was. */
  refusal: string
}

/** `ids`: the items in their configured order. What is deleted and only still runs is not among them. */
export function useMove(area: AreaName, ids: readonly string[]): Moves {
  const actions = useActions()
  const [refusal, setRefusal] = useState('')
  const places = useMemo(() => new Map(ids.map((id, place) => [id, place])), [ids])
  const move = useCallback(
    (item: StoredItem, by: -1 | 1) => {
      actions
        .move({ area, id: item.id, by })
        .then((answer) => setRefusal(answer.ok ? '' : answer.message.replace(/^Not moved\. /, '')))
        .catch(() => setRefusal('The console does not answer. Try again.'))
    },
    [actions, area],
  )
  const canMove = useCallback(
    (id: string, by: number) => {
      const place = places.get(id)
      return place !== undefined && ids[place + by] !== undefined
    },
    [places, ids],
  )
  return { canMove, move, refusal }
}
