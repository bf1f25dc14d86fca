// What of a form is kept over a log-out, as text and back. Secrets never are. Pure.
import type { FieldDescription } from '../../lib/model/fields.ts'
import type { Controls } from './values.ts'

/** What is asked of a field here. */
export type Keepable = Pick<FieldDescription, 'name' | 'kind'>

export interface Kept {
  user: string
  edits: Controls
}

const mayBeKept = (fields: readonly Keepable[]): Set<string> =>
  new Set(fields.filter((f) => f.kind !== 'secret').map((f) => f.name))

const pick = (edits: object, fields: readonly Keepable[]): Controls =>
  Object.fromEntries(
    Object.entries(edits).filter(
      ([name, value]) => mayBeKept(fields).has(name) && ['string', 'boolean'].includes(typeof value),
    ),
  )

/** Null where there is nothing to keep. */
export function keptText({ user, edits }: Kept, fields: readonly Keepable[]): string | null {
  const kept = pick(edits, fields)
  return Object.keys(kept).length ? JSON.stringify({ user, edits: kept }) : null
}

/** The edits of this user that the fields can take; none of anybody else. */
export function readKept(text: string | null, user: string, fields: readonly Keepable[]): Controls {
  if (text === null) return {}
  const kept = JSON.parse(text) as Kept // our own words, in this tab
  return kept.user === user ? pick(kept.edits, fields) : {}
}
