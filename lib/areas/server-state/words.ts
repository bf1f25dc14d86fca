// What is said of a server that is offline, at every layer.
import type { Offline } from './states.ts'

/** Who took it offline and when; `changed`: when it was seen to change, for the case that nobody here asked for it. */
export const takenBy = (
  state: 'drained' | 'halted',
  said: Offline | undefined,
  changed: number | null,
): { who: string; since: number | null } =>
  said?.state === state
    ? { who: `by ${said.by || 'an unknown user'}`, since: said.since }
    : { who: 'by hand, outside Fulcrum', since: changed }

/** no connections, 1 connection, 2 connections. */
export const count = (n: number, one: string): string => `${n === 0 ? 'no' : n} ${one}${n === 1 ? '' : 's'}`
