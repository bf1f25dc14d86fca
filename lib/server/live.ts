// What the agent last saw, kept up to date by its watch for as long as the process lives.
import type { AreaName } from '../model/document.ts'
import type { Difference, Row, UnitState } from '../model/observed.ts'
import type { Confirmation } from '../protocol/confirm.ts'
import type { AgentState } from '../protocol/console.ts'
import type { Snapshot, WatchMessage } from '../protocol/messages.ts'
import { rowParts } from '../protocol/row-parts.ts'
import { AgentAway, watch } from './agent.ts'
import { publish } from './bus.ts'
import { shared } from './shared.ts'

export interface Live {
  /** When the last message came, by our clock, and when the agent looked, by its own; null before the first. In ms. */
  heardAt: number | null
  lookedAt: number | null
  connected: boolean
  appliance: Snapshot['appliance'] | null
  generation: number | null
  digests: Partial<Record<AreaName, string>>
  rows: Map<string, Row>
  units: UnitState[]
  differences: Difference[]
  notices: string[]
  /** What waits to be confirmed, or was undone. */
  confirmation: Confirmation | null
  /** Id of the newest recorded change of state. */
  changed: number | undefined
}

/** Without news for this long, the agent counts as not answering. In ms. */
const SILENT_AFTER = 3_500
/** Pause before the next try to reach the agent. In ms. */
const AGAIN_AFTER = 500

export const live = (): Live =>
  shared('live', () => ({
    heardAt: null,
    lookedAt: null,
    connected: false,
    appliance: null,
    generation: null,
    digests: {},
    rows: new Map(),
    units: [],
    differences: [],
    notices: [],
    confirmation: null,
    changed: undefined,
  }))

export const agentState = (now = Date.now()): AgentState => {
  const { connected, heardAt, lookedAt } = live()
  return { answering: connected && heardAt !== null && now - heardAt < SILENT_AFTER, lookedAt }
}

/** Takes in one message of the agent. */
export function merge(state: Live, message: WatchMessage): void {
  state.heardAt = Date.now()
  state.lookedAt = message.at
  if (message.type === 'snapshot') {
    state.rows = new Map(message.rows.map((r) => [r.key, r]))
    state.appliance = message.appliance
  } else {
    for (const key of message.gone ?? []) state.rows.delete(key)
    for (const r of message.rows ?? []) state.rows.set(r.key, r)
  }
  state.units = message.units ?? state.units
  state.differences = message.differences ?? state.differences
  state.notices = message.notices ?? state.notices
  if (message.confirmation !== undefined) state.confirmation = message.confirmation
  state.changed = message.changed ?? state.changed
  state.generation = message.generation ?? state.generation
  state.digests = message.digests ?? state.digests
}

/** A look as tabs hear of it, who know `before`. */
function inParts(before: Live['rows'], { rows, ...look }: Extract<WatchMessage, { type: 'look' }>) {
  if (!rows) return look
  const { whole, parts } = rowParts(before, rows)
  return { ...look, ...(whole.length ? { rows: whole } : {}), ...(parts.length ? { parts } : {}) }
}

/** Watches the agent until `signal` aborts; a lost connection is tried again every half second. */
export async function keepWatching(signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    try {
      for await (const message of watch()) {
        if (signal?.aborted) break
        const told = message.type === 'look' ? inParts(live().rows, message) : { type: 'snapshot' as const }
        merge(live(), message)
        live().connected = true
        publish(told)
      }
    } catch (e) {
      // Away is an ordinary state, shown with its age; anything else is a fault worth a line in the log.
      if (!(e instanceof AgentAway)) console.error('watching the agent:', e)
    }
    live().connected = false
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER))
  }
}
