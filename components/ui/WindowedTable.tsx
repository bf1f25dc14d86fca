'use client'
// A table whose headings sort and whose rows are walked with the arrow keys; of many rows only those in view are drawn.
import type { ReactNode, RefObject } from 'react'
import { Pad } from './Cells.tsx'
import { SortHead, Widths } from './SortHead.tsx'
import type { Column } from './sort.ts'
import type { useSorted } from './useSorted.ts'
import type { useWindowed } from './useWindowed.ts'

/** A heading for screen readers alone, and the width of its column as a class. */
interface Unheaded {
  title: string
  width: string
}
interface Props<T> {
  name: string
  /** ARIA's grid, or its tree grid where rows open. */
  role: 'grid' | 'treegrid'
  className: string
  columns: readonly Column<T>[]
  first?: Unheaded
  last?: Unheaded
  table: RefObject<HTMLTableElement | null>
  body: RefObject<HTMLTableSectionElement | null>
  order: Pick<ReturnType<typeof useSorted>, 'sorting' | 'sortBy'>
  window: Pick<ReturnType<typeof useWindowed>, 'before' | 'after'>
  /** Rows in all, the heading not counted. */
  count: number
  children: ReactNode
}

export function WindowedTable<T>(props: Props<T>) {
  const { name, role, className, columns, first, last, table, body, order, window, count, children } = props
  const across = columns.length + (first ? 1 : 0) + (last ? 1 : 0)
  return (
    <table
      ref={table}
      role={role}
      className={`rows ${className}`}
      aria-label={name}
      aria-rowcount={count + 1}
    >
      <Widths columns={columns} first={first?.width} last={last?.width} />
      <SortHead
        columns={columns}
        sorting={order.sorting}
        onSort={order.sortBy}
        first={first?.title}
        last={last?.title}
      />
      <tbody ref={body}>
        <Pad height={window.before} columns={across} />
        {children}
        <Pad height={window.after} columns={across} />
      </tbody>
    </table>
  )
}
