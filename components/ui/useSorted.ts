// The order of rows: as configured, or as sorted. What live numbers sort is held still while somebody points at it or has the focus in it.
import { type RefObject, useRef, useState } from 'react'
import { type Column, heldOrder, nextSorting, type Sorting, sorted } from './sort.ts'

export function useSorted<T extends { key: string }>(
  lines: readonly T[],
  columns: readonly Column<T>[],
  body: RefObject<HTMLElement | null>,
) {
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const order = useRef<{ sorting: Sorting | null; keys: readonly string[] }>({ sorting: null, keys: [] })
  const pointed = body.current?.matches(':hover, :focus-within') === true
  const isHeld = pointed && sorting !== null && order.current.sorting === sorting
  const inOrder = isHeld ? heldOrder(lines, order.current.keys) : sorted(lines, columns, sorting)
  order.current = { sorting, keys: inOrder.map((l) => l.key) }
  return { inOrder, sorting, sortBy: (title: string) => setSorting(nextSorting(sorting, title)) }
}
