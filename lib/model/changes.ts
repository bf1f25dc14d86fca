// Changes of state of services and servers: what is one, what it is called, and who is to be told. Pure.
import { z } from 'zod'
import {
  isFirstCheck,
  type Row,
  type ServerRow,
  type ServiceRow,
  serverState,
  serviceState,
} from './observed.ts'
import type { RowState } from './states.ts'

export const rowState = z.enum([...new Set([...serviceState.options, ...serverState.options])])

/** One change, as the agent keeps it. */
export const stateChange = z.strictObject({
  /** When it was recorded, milliseconds since 1970; grows from entry to entry, so that it names one. */
  id: z.int(),
  /** When it happened, as far as the engine tells; otherwise when it was seen. */
  at: z.number(),
  /** The row's key: `layer7/DICOM-Print/OKI-1`. */
  key: z.string(),
  row: z.enum(['service', 'server']),
  label: z.string(),
  /** Label of the service; a service's own. */
  service: z.string(),
  from: rowState,
  to: rowState,
  reason: z.string(),
  /** How long the former state lasted, in milliseconds; null when that is not known. */
  lasted: z.number().nullable(),
  /** Whether it is an alarm, or the end of one. */
  event: z.enum(['red', 'green']).nullable(),
})
export type StateChange = z.infer<typeof stateChange>
export type Change = Omit<StateChange, 'id'>

/** What is remembered of a row between two looks. */
export interface Known {
  state: RowState
  /** Since when; null when nobody knew. */
  since: number | null
  /** An alarm was raised that has not ended. */
  red: boolean
  /** When it was first seen without an answer, while that is not yet called a change. */
  silentSince?: number
}
export type KnownRows = ReadonlyMap<string, Known>

/** A daemon that restarts by itself is silent for a moment; after this many milliseconds silence is a change. */
export const SILENT_AFTER = 3000

/**
 * What changed since the rows were known, and what is known now; rows that are gone are forgotten. A row that is
 * seen for the first time is no change, nor is a first check that is under way, for its service neither.
 * `waiting`: of some rows nothing can be said yet, and the same rows may tell more later.
 */
export function changesOf(known: KnownRows, rows: readonly Row[], at: number) {
  const next = new Map<string, Known>()
  const changes: Change[] = []
  const open = new Set<string>()
  let waiting = false
  for (const row of [...rows.filter(isServer), ...rows.filter(isService)]) {
    const was = known.get(row.key)
    const waits = isServer(row) ? isOpen(row, was, at) : open.has(row.label) || isOpen(row, was, at)
    waiting ||= waits
    if (waits && isServer(row)) open.add(row.service)
    if (waits) keepWaiting(next, row, was, at)
    else if (!was) next.set(row.key, { state: row.state, since: row.since ?? at, red: false })
    else if (was.state === row.state) next.set(row.key, settled(was))
    else {
      const change = changeOf(row, was, at)
      changes.push(change)
      next.set(row.key, { state: row.state, since: change.at, red: redAfter(row, was) })
    }
  }
  return { changes, next, waiting }
}

const isServer = (row: Row): row is ServerRow => row.row === 'server'
const isService = (row: Row): row is ServiceRow => row.row === 'service'

/** Whether nothing can be said of the row yet. */
const isOpen = (row: Row, was: Known | undefined, at: number): boolean =>
  isFirstCheck(row) ||
  (row.state === 'unknown' &&
    was !== undefined &&
    was.state !== 'unknown' &&
    at - (was.silentSince ?? at) < SILENT_AFTER)

function keepWaiting(next: Map<string, Known>, row: Row, was: Known | undefined, at: number): void {
  if (was)
    next.set(row.key, isFirstCheck(row) ? settled(was) : { ...was, silentSince: was.silentSince ?? at })
}

const settled = (was: Known): Known =>
  was.silentSince === undefined ? was : { state: was.state, since: was.since, red: was.red }

function changeOf(row: Row, was: Known, seenAt: number): Change {
  const at = momentOf(row, was, seenAt)
  return {
    at,
    key: row.key,
    row: row.row,
    label: row.label,
    service: isServer(row) ? row.service : row.label,
    from: was.state,
    to: row.state,
    reason: row.reason,
    lasted: was.since === null ? null : Math.max(0, at - was.since),
    event: eventOf(row, was),
  }
}

/** The engine's own time, unless it contradicts what is known. */
const momentOf = (row: Row, was: Known, seenAt: number): number =>
  row.since !== null && row.since >= (was.since ?? 0) && row.since <= seenAt ? row.since : seenAt

/** A server that is expected to be down raises no alarm and ends none. */
function eventOf(row: Row, was: Known): Change['event'] {
  if (isServer(row) && row.expectedDown) return null
  if (row.state === 'down' && !was.red) return 'red'
  return isUsable(row) && was.red ? 'green' : null
}

function redAfter(row: Row, was: Known): boolean {
  const event = eventOf(row, was)
  return event === null ? was.red && !(isServer(row) && row.expectedDown) : event === 'red'
}

const isUsable = (row: Row): boolean => row.state === 'up' || row.state === 'some'

/** Web, or Web/web1 for its server. */
export const nameOf = ({ row, service, label }: Pick<StateChange, 'row' | 'service' | 'label'>): string =>
  row === 'service' ? label : `${service}/${label}`
