// The states of services and servers, and the words people read for them. Without schemas: every page shows them.

export const SERVICE_STATES = ['up', 'some', 'down', 'offline', 'unknown'] as const
export const SERVER_STATES = ['up', 'down', 'drained', 'halted', 'unknown'] as const
export type RowState = (typeof SERVICE_STATES)[number] | (typeof SERVER_STATES)[number]

/** The same everywhere. */
export const STATE_WORDS: Record<RowState, string> = {
  up: 'Up',
  some: 'Some up',
  down: 'Down',
  offline: 'Offline',
  drained: 'Drained',
  halted: 'Halted',
  unknown: 'Unknown',
}
