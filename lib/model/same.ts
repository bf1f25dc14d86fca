// Whether two values say the same as JSON.

/** Whether two values say the same as JSON. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [keys, others] = [keysOf(a), keysOf(b)]
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === others.length &&
    keys.every((key) => key in b && same(a[key as keyof typeof a], b[key as keyof typeof b]))
  )
}

const keysOf = (value: object): string[] =>
  Object.keys(value).filter((key) => value[key as keyof typeof value] !== undefined)
