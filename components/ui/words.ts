// Numbers, lists and times in words, the same everywhere. All times are UTC.

/** A whole number as people read it, 1,000 with its comma; a dash where it is not known. */
export const figureOf = (n: number | null | undefined): string =>
  // The browser's own way has to be loaded first, which takes longer than a table of rows.
  n === null || n === undefined ? '–' : String(n).replace(/\B(?=(\d{3})+$)/g, ',')

/** 1 change, 2 changes. */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${figureOf(n)} ${n === 1 ? one : many}`

/** a, b and c. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

const two = (n: number) => String(n).padStart(2, '0')

/** 02:13:07 */
export function timeOf(ms: number): string {
  const d = new Date(ms)
  return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`
}

/** 02:13 */
export const minuteOf = (ms: number): string => timeOf(ms).slice(0, 5)

/** 2021-10-13 16:25:24 UTC */
export const clockOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 10)} ${timeOf(ms)} UTC`

/** 02:13:07 UTC today; 2021-10-13 02:13:07 UTC on another day than `now`. */
export const momentOf = (ms: number, now: number): string =>
  new Date(ms).toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10)
    ? `${timeOf(ms)} UTC`
    : clockOf(ms)

/** 6 s, 8 min, 3 h, 2 days. Never negative. */
export function ageOf(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000))
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min`
  if (s < 48 * 3600) return `${Math.floor(s / 3600)} h`
  return `${Math.floor(s / 86400)} days`
}

/** The start of a port list that fits, with two dots: 53,80,443.. */
export function cutPorts(ports: string, room = 11): string {
  if (ports.length <= room) return ports
  const head = ports.slice(0, room - 1)
  const comma = head.lastIndexOf(',')
  return `${comma > 0 ? head.slice(0, comma) : head.slice(0, room - 2)}..`
}
