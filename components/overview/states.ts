// States of rows as lamp and word. Pure.
import type { Row } from '../../lib/model/observed.ts'
import { type RowState, SERVICE_STATES, STATE_WORDS } from '../../lib/model/states.ts'
import type { Shape } from '../ui/Lamp.tsx'

export interface Look {
  shape: Shape
  word: string
}

const SHAPES: Record<RowState, Shape> = {
  up: 'ok',
  some: 'warn',
  down: 'fail',
  offline: 'drained',
  drained: 'drained',
  halted: 'halted',
  unknown: 'unknown',
}
const LOOKS = Object.fromEntries(
  Object.entries(SHAPES).map(([state, shape]) => [state, { shape, word: STATE_WORDS[state as RowState] }]),
) as Record<RowState, Look>
export const UNKNOWN: Look = { shape: 'unknown', word: 'Unknown' }
export const NOT_RUNNING: Look = { shape: 'waiting', word: 'Not running' }

export const lookOf = (state: RowState): Look => LOOKS[state]
export const stateOf = (row: Row): Look => lookOf(row.state)

/** Worst first, for sorting by state. */
const ORDER: readonly Shape[] = ['fail', 'warn', 'unknown', 'waiting', 'busy', 'halted', 'drained', 'ok']
export const rankOf = (look: Look): number => ORDER.indexOf(look.shape)

/** The states that services have, worst first. */
export const LOOKS_IN_ORDER: readonly Look[] = [
  ...SERVICE_STATES.map((state) => LOOKS[state]),
  NOT_RUNNING,
].sort((a, b) => rankOf(a) - rankOf(b))
