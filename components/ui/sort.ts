// Sorting rows by a heading: numbers as numbers, addresses by value. Pure.
import ipaddr from 'ipaddr.js'

export type Compare<T> = (a: T, b: T) => number

/** IPv4 before IPv6, each by value; what is no address comes last. */
export function compareAddresses(a: string, b: string): number {
  const [x, y] = [bytesOf(a), bytesOf(b)]
  if (x.length !== y.length) return x.length - y.length
  const i = x.findIndex((byte, n) => byte !== y[n])
  return i < 0 ? 0 : (x[i] ?? 0) - (y[i] ?? 0)
}

const bytesOf = (address: string): number[] =>
  ipaddr.isValid(address) ? ipaddr.parse(address).toByteArray() : Array.from({ length: 17 }, () => 0)

/** By the first port. */
export const comparePorts: Compare<string> = (a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)
export const compareTexts: Compare<string> = (a, b) => a.localeCompare(b, 'en', { numeric: true })
/** Unknown numbers come last. */
export const compareNumbers: Compare<number | null> = (a, b) =>
  (a ?? Number.POSITIVE_INFINITY) === (b ?? Number.POSITIVE_INFINITY)
    ? 0
    : (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY)

export interface Column<T> {
  /** As documented, or ours: STATE, SERVERS. */
  title: string
  className: string
  /** Width as a class; without one the column takes what is left. */
  width?: string
  number?: boolean
  compare?: Compare<T>
}

/** Compares by one value of each line. */
export const by =
  <T, V>(value: (line: T) => V, compare: Compare<V>): Compare<T> =>
  (a, b) =>
    compare(value(a), value(b))

export interface Sorting {
  title: string
  down: boolean
}

/** Three clicks on a heading: up, down, the configured order. */
export function nextSorting(sorting: Sorting | null, title: string): Sorting | null {
  if (sorting?.title !== title) return { title, down: false }
  return sorting.down ? null : { title, down: true }
}

export function sorted<T>(
  lines: readonly T[],
  columns: readonly Column<T>[],
  sorting: Sorting | null,
): readonly T[] {
  const compare = columns.find((c) => c.title === sorting?.title)?.compare
  if (!compare) return lines
  return [...lines].sort((a, b) => (sorting?.down ? compare(b, a) : compare(a, b)))
}

/** Keeps the former order while somebody points at the rows; new ones come last. */
export function heldOrder<T extends { key: string }>(
  lines: readonly T[],
  former: readonly string[],
): readonly T[] {
  const place = new Map(former.map((key, i) => [key, i]))
  return [...lines].sort((a, b) => (place.get(a.key) ?? former.length) - (place.get(b.key) ?? former.length))
}
