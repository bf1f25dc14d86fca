// Ports as people write them: one, a list or a range.

export type PortRange = readonly [first: number, last: number]

/** The ranges of a port list in the order written, or null when it is none. */
export function parsePorts(text: string): PortRange[] | null {
  const ranges = text.split(',').map((part): PortRange | null => {
    const m = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part)
    if (!m) return null
    const first = Number(m[1])
    const last = Number(m[2] ?? m[1])
    return first >= 1 && last <= 65535 && first <= last ? [first, last] : null
  })
  const whole = ranges.filter((r) => r !== null)
  if (whole.length !== ranges.length) return null
  return whole.some((a, i) => whole.some((b, j) => i < j && rangesOverlap(a, b))) ? null : whole
}

export const rangesOverlap = (a: PortRange, b: PortRange): boolean => a[0] <= b[1] && b[0] <= a[1]
