// What a page knows of the machine, and how each event changes it. Pure.
import type { Difference, Row, UnitState } from '../../lib/model/observed.ts'
import type { Confirmation } from '../../lib/protocol/confirm.ts'
import type {
  AgentState,
  ConsoleEvent,
  Editions,
  Job,
  Pending,
  RowPart,
  SessionEnds,
} from '../../lib/protocol/console.ts'
import type { Snapshot } from '../../lib/protocol/messages.ts'
import { withPart } from '../../lib/protocol/row-parts.ts'

/** Who looks, as the page itself came with it. */
export type Who = Pick<LiveState, 'user' | 'group'>

export interface LiveState {
  /** False before the first event. */
  known: boolean
  /** The console's clock minus this browser's, in milliseconds. */
  offset: number
  /** When the last event came, by this browser's clock. */
  heardAt: number
  agent: AgentState
  user: string
  group: string
  appliance: Snapshot['appliance'] | null
  units: readonly UnitState[]
  differences: readonly Difference[]
  notices: readonly string[]
  /** A change of the way to the console that waits for somebody to keep it, or was undone. */
  confirmation: Confirmation | null
  generation: number | null
  /** Id of the newest recorded change of state; 0 while there is none. */
  changed: number
  /** Grows when something comes into the audit trail, or is taken by the agent. */
  audited: number
  pending: Pending
  job: Job | null
  /** Null until a page that shows rows has asked for them, and they came. */
  rows: ReadonlyMap<string, Row> | null
  /** Whether those of all servers are there too. */
  rowsWhole: boolean
  /** Which they are: `all`, or those of the item with this id. */
  rowsOf: string | null
  /** Which the stored items of each area are; empty before the first event. */
  editions: Partial<Editions>
  session: SessionEnds | null
  /** Whether to ask about the Setup Wizard. */
  wizard: boolean
  /** The session ended. */
  ended: boolean
}

export const nothing: LiveState = {
  known: false,
  offset: 0,
  heardAt: 0,
  agent: { answering: false, lookedAt: null },
  user: '',
  group: '',
  appliance: null,
  units: [],
  differences: [],
  notices: [],
  confirmation: null,
  generation: null,
  changed: 0,
  audited: 0,
  pending: { areas: [], changes: [], problems: [] },
  job: null,
  rows: null,
  rowsWhole: false,
  rowsOf: null,
  editions: {},
  session: null,
  wizard: false,
  ended: false,
}

/** The state after an event that came at `at` (this browser's clock). Rows keep their place. */
export function afterEvent(state: LiveState, event: ConsoleEvent, at: number): LiveState {
  const heard = { ...state, heardAt: at }
  switch (event.type) {
    case 'hello':
      return {
        ...heard,
        known: true,
        offset: event.now - at,
        agent: event.agent,
        user: event.user,
        group: event.group,
        appliance: event.appliance ?? state.appliance,
        units: event.units,
        differences: event.differences,
        notices: event.notices,
        confirmation: event.confirmation,
        generation: event.generation,
        editions: event.editions,
        changed: event.changed ?? 0,
        pending: event.pending,
        job: event.job,
        session: event.session,
        wizard: event.wizard,
        rows: event.rows ? new Map(event.rows.map((r) => [r.key, r])) : state.rows,
        rowsWhole: !event.more,
      }
    case 'beat':
      return {
        ...heard,
        offset: event.now - at,
        agent: event.agent,
        units: event.units ?? state.units,
        differences: event.differences ?? state.differences,
        notices: event.notices ?? state.notices,
        confirmation: event.confirmation === undefined ? state.confirmation : event.confirmation,
        generation: event.generation ?? state.generation,
        changed: event.changed ?? state.changed,
        rows: changedRows(state.rows, event),
      }
    case 'rows':
      return { ...heard, rows: changedRows(state.rows, event), rowsWhole: true }
    case 'packed-rows':
      return heard // the store unpacks them first
    case 'pending':
      return { ...heard, pending: event.pending }
    case 'job':
      return { ...heard, job: event.job }
    case 'items':
      return { ...heard, editions: { ...state.editions, [event.area]: event.edition } }
    case 'audit':
      return { ...heard, audited: state.audited + 1 }
    case 'session':
      return { ...heard, session: event.session }
    case 'wizard':
      return { ...heard, wizard: false }
    case 'bye':
      return { ...heard, ended: true }
  }
}

function changedRows(
  rows: LiveState['rows'],
  { rows: whole = [], parts = [], gone = [] }: { rows?: Row[]; parts?: RowPart[]; gone?: string[] },
): LiveState['rows'] {
  if (!rows || whole.length + parts.length + gone.length === 0) return rows
  const next = new Map(rows)
  for (const key of gone) next.delete(key)
  for (const row of whole) next.set(row.key, row)
  for (const part of parts) {
    const row = next.get(part.key)
    if (row) next.set(part.key, withPart(row, part))
  }
  return next
}

/** Facts older than this are not shown as facts. Twice the agent's look, and room for one that is late. */
export const STALE_MS = 4000

/** Who is silent, and since when (the console's clock); null while facts are fresh. */
export type Silence = { who: 'console' | 'agent'; since: number | null }

export function silence(state: LiveState, at: number): Silence | null {
  if (!state.known) return null
  const consoleSilent = at - state.heardAt > STALE_MS
  const { lookedAt } = state.agent
  if (consoleSilent) return { who: 'console', since: lookedAt ?? state.heardAt + state.offset }
  if (lookedAt === null) return { who: 'agent', since: null }
  return at + state.offset - lookedAt > STALE_MS ? { who: 'agent', since: lookedAt } : null
}
