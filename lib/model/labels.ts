// Labels of copies: Print_Provider-1, then Print_Provider-2.

/** As long as a Label may be. */
const LONGEST = 250

/** The first of `label-1`, `label-2`, … that nobody has; a long label is cut to make room. */
export function temporaryLabel(label: string, taken: readonly string[]): string {
  const all = new Set(taken)
  for (let n = 1; ; n += 1) {
    const end = `-${n}`
    const candidate = `${label.slice(0, LONGEST - end.length)}${end}`
    if (!all.has(candidate)) return candidate
  }
}

/** The Label that a temporary one was made from; null when it is none. */
export const originalOf = (temporary: string): string | null => /^(.+)-\d+$/.exec(temporary)?.[1] ?? null
