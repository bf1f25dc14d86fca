// What is searched for in the audit trail, as the page's address and the API's have it. Pure.
import { minuteIn } from '../changes/search.ts'
import { AUDIT } from '../frame/menu.ts'

export interface Search {
  text: string
  user: string
  action: string
  /** done, refused, or empty: both. */
  result: string
  /** The id of one item. */
  item: string
  /** Minutes in UTC, both included: 2026-11-20T02:13; empty: open. */
  from: string
  to: string
}
export const EVERYTHING: Search = { text: '', user: '', action: '', result: '', item: '', from: '', to: '' }
const NAMES = Object.keys(EVERYTHING) as (keyof Search)[]

const MINUTE_MS = 60_000

/** What stands in an address; a time that is none is left out. */
export function searchIn(parameters: URLSearchParams): Search {
  const found = Object.fromEntries(
    NAMES.map((name) => [name, parameters.get(name) ?? '']),
  ) as unknown as Search
  const minute = (given: string) => (minuteIn(given) === null ? '' : given)
  return { ...found, from: minute(found.from), to: minute(found.to) }
}

/** The page's address below the console's. */
export const hrefOf = (search: Search): string => withQuery(AUDIT.href, { ...search })

/** The address of the same search in the API. */
export function auditPath(search: Search, more: Record<string, string> = {}): string {
  const [first, last] = [minuteIn(search.from), minuteIn(search.to)]
  // The whole of the last minute counts.
  const to = last === null ? '' : String(last + MINUTE_MS - 1)
  return withQuery('/api/audit', { ...search, from: String(first ?? ''), to, ...more })
}

function withQuery(path: string, values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''))
  return query.size ? `${path}?${query}` : path
}

export const isSearching = (search: Search): boolean => NAMES.some((name) => search[name] !== '')
