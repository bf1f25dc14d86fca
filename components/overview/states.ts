// States of rows as lamp and word. Pure.
import type { Row, ServerRow, ServiceRow } from '../../lib/model/observed.ts'
import type { Shape } from '../ui/Lamp.tsx'

export interface Look {
  shape: Shape
  word: string
}

const SERVICE: Record<ServiceRow['state'], Look> = {
  up: { shape: 'ok', word: 'Up' },
  some: { shape: 'warn', word: 'Some up' },
  down: { shape: 'fail', word: 'Down' },
  offline: { shape: 'drained', word: 'Offline' },
  unknown: { shape: 'unknown', word: 'Unknown' },
}
const SERVER: Record<ServerRow['state'], Look> = {
  up: { shape: 'ok', word: 'Up' },
  down: { shape: 'fail', word: 'Down' },
  drained: { shape: 'drained', word: 'Drained' },
  halted: { shape: 'halted', word: 'Halted' },
  unknown: { shape: 'unknown', word: 'Unknown' },
}
export const UNKNOWN: Look = { shape: 'unknown', word: 'Unknown' }
export const NOT_RUNNING: Look = { shape: 'waiting', word: 'Not running' }

export const stateOf = (row: Row): Look => (row.row === 'service' ? SERVICE[row.state] : SERVER[row.state])

/** Worst first, for sorting by state. */
const ORDER: readonly Shape[] = ['fail', 'warn', 'unknown', 'waiting', 'busy', 'halted', 'drained', 'ok']
export const rankOf = (look: Look): number => ORDER.indexOf(look.shape)

/** The states of services, worst first. */
export const LOOKS_IN_ORDER: readonly Look[] = [...Object.values(SERVICE), NOT_RUNNING].sort(
  (a, b) => rankOf(a) - rankOf(b),
)
