// Heights of drawn rows, taken when the browser has laid them out by itself: to ask for them at once makes it lay out
// everything in the middle of drawing.
import type { Virtualizer } from '@tanstack/react-virtual'

/** The height the browser tells later; until then the estimate, in pixels, by the row's index. */
export const measuredLater =
  (estimate: (index: number) => number) =>
  (
    element: Element,
    entry: ResizeObserverEntry | undefined,
    virtualizer: Virtualizer<Window, Element>,
  ): number => {
    const box = entry?.borderBoxSize[0]
    return box ? Math.round(box.blockSize) : estimate(virtualizer.indexFromElement(element))
  }
