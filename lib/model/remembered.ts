// Work that need not be done again: what was made of an object is kept as long as the object is, and made anew
// when anything else it was made of differs. Pure from outside: the result is what `make` would give.

/** A memory for results by the object they belong to; `from` is all else they are made of, compared by identity. */
export function remembered<K extends object, T>(): (of: K, from: readonly unknown[], make: () => T) => T {
  const memory = new WeakMap<K, { from: readonly unknown[]; result: T }>()
  return (of, from, make) => {
    const known = memory.get(of)
    if (known && sameParts(known.from, from)) return known.result
    const result = make()
    memory.set(of, { from, result })
    return result
  }
}

const sameParts = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((part, i) => part === b[i])

/** Worked out when somebody first asks, if ever. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
