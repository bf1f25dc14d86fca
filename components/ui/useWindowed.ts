// Above 200 rows only those in view are drawn; below, all.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'
import { measuredLater } from './measured.ts'

const ALL_UP_TO = 200

interface Windowed {
  /** Indexes to draw, in order. */
  indexes: readonly number[]
  /** Heights of what is left out, in pixels. */
  before: number
  after: number
  /** For each drawn row, so that its true height is known; undefined where all are drawn. */
  measure: ((element: HTMLElement | null) => void) | undefined
  /** Brings a row that may not be drawn into view. */
  scrollTo: (index: number) => void
}

/** `estimate` is a row's height in pixels before it was measured: the better it is, the less is drawn twice. */
export function useWindowed(
  count: number,
  estimate: (index: number) => number,
  table: RefObject<HTMLElement | null>,
): Windowed {
  const [margin, setMargin] = useState(0)
  const on = count > ALL_UP_TO
  useLayoutEffect(() => {
    if (on && table.current) setMargin(table.current.getBoundingClientRect().top + window.scrollY)
  }, [on, table])
  const virtualizer = useWindowVirtualizer({
    count,
    enabled: on,
    estimateSize: estimate,
    measureElement: measuredLater(estimate),
    overscan: 5,
    scrollMargin: margin,
  })
  if (!on)
    return {
      indexes: Array.from({ length: count }, (_, i) => i),
      before: 0,
      after: 0,
      measure: undefined,
      scrollTo: () => {},
    }
  const drawn = virtualizer.getVirtualItems()
  return {
    indexes: drawn.map((v) => v.index),
    before: Math.max(0, (drawn[0]?.start ?? margin) - margin),
    after: Math.max(0, virtualizer.getTotalSize() - ((drawn.at(-1)?.end ?? margin) - margin)),
    measure: virtualizer.measureElement,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'center' }),
  }
}
