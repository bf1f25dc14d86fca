// Changed rows on their way to the browser: thousands change at once, and nearly always in a field or two.
import type { Row } from '../model/observed.ts'
import type { RowPart } from './console.ts'

/** Changed rows for somebody who knows `before`: whole ones where they are new or a field went away. */
export function rowParts(
  before: ReadonlyMap<string, Row>,
  rows: readonly Row[],
): { whole: Row[]; parts: RowPart[] } {
  const whole: Row[] = []
  const parts: RowPart[] = []
  for (const row of rows) {
    const part = partOf(before.get(row.key), row)
    if (part) parts.push(part)
    else whole.push(row)
  }
  return { whole, parts }
}

function partOf(was: Row | undefined, row: Row): RowPart | null {
  if (!was || was.row !== row.row || Object.keys(was).some((name) => !(name in row))) return null
  const part: Record<string, unknown> & RowPart = { key: row.key }
  for (const name in row)
    if (row[name as keyof Row] !== was[name as keyof Row]) part[name] = row[name as keyof Row]
  return part
}

/** The row with the part in it. */
export const withPart = (row: Row, part: RowPart): Row => ({ ...row, ...part }) as Row
