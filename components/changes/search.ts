// What is searched for in State Changes, as the page's address and the API's have it. Pure.
import { STATE_CHANGES } from '../frame/menu.ts'

export interface Search {
  text: string
  /** The key of one row, for it and what is below it; empty: all. */
  of: string
  /** Minutes as people enter them, in UTC, both included: 2026-11-20T02:13; empty: open. */
  from: string
  to: string
}
export const EVERYTHING: Search = { text: '', of: '', from: '', to: '' }

const MINUTE_MS = 60_000

/** Milliseconds since 1970; null for what is no minute. */
export function minuteIn(text: string): number | null {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}

/** What stands in an address; a time that is none is left out. */
export function searchIn(parameters: URLSearchParams): Search {
  const [text, of, from, to] = ['text', 'key', 'from', 'to'].map((name) => parameters.get(name) ?? '')
  const minute = (given = '') => (minuteIn(given) === null ? '' : given)
  return { text: text ?? '', of: of ?? '', from: minute(from), to: minute(to) }
}

/** The page's address below the console's. */
export const hrefOf = ({ of, ...rest }: Search): string => withQuery(STATE_CHANGES.href, { ...rest, key: of })

/** The address of the same search in the API. */
export function changesPath({ text, of, from, to }: Search, more: Record<string, string> = {}): string {
  const [first, last] = [minuteIn(from), minuteIn(to)]
  return withQuery('/api/state-changes', {
    ...{ text, key: of, from: String(first ?? '') },
    // The whole of the last minute counts.
    to: last === null ? '' : String(last + MINUTE_MS - 1),
    ...more,
  })
}

function withQuery(path: string, values: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== ''))
  return query.size ? `${path}?${query}` : path
}

export const isSearching = (search: Search): boolean => Object.values(search).some((value) => value !== '')

/** "Nothing matches ‘prnt’ from 2026-11-20 02:13 UTC on." Why a list is empty, as a sentence. */
export function nothingWords({ text, from, to }: Search): string {
  if (from !== '' && to !== '' && from > to) return 'From is later than To, so nothing lies between them.'
  const minute = (given: string) => `${given.replace('T', ' ')} UTC`
  const span = [
    ...(from !== '' ? [`from ${minute(from)}${to === '' ? ' on' : ''}`] : []),
    ...(to !== '' ? [`${from === '' ? 'up ' : ''}to ${minute(to)}`] : []),
  ]
  const what =
    text === ''
      ? span.length
        ? 'No change of state'
        : 'No change of this row yet'
      : `Nothing matches ‘${text}’`
  return `${[what, ...span].join(' ')}.`
}
