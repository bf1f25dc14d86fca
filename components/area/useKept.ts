// An item as it was last seen: a form that is open outlives what somebody deletes below it.
import { useRef } from 'react'
import type { StoredItem } from '../../lib/protocol/console.ts'

/** The item, or where it is gone what it was; undefined when `id` was never seen here. */
export function useKept(item: StoredItem | undefined, id: string | undefined): StoredItem | undefined {
  const last = useRef(item)
  if (item) last.current = item
  return last.current?.id === id ? last.current : undefined
}
