// News within this process: who watches (event streams) hears what happens (agent's looks, saves, jobs).
import type { AreaName } from '../model/document.ts'
import type { Job, Pending, RowPart } from '../protocol/console.ts'
import type { WatchMessage } from '../protocol/messages.ts'
import { shared } from './shared.ts'

export type News =
  /** The agent came back: everything may be different. */
  | { type: 'snapshot' }
  /** `parts`: rows of which only some fields changed; `rows` are the others. */
  | (Extract<WatchMessage, { type: 'look' }> & { parts?: RowPart[] })
  | { type: 'items'; area: AreaName; edition: number }
  | { type: 'pending'; pending: Pending }
  | { type: 'job'; job: Job }
  /** The user of a session did something. */
  | { type: 'activity'; session: string }
  /** Something stands in the audit trail, or was taken by the agent. */
  | { type: 'audit'; newest: number }
  /** The question whether to run the Setup Wizard was answered. */
  | { type: 'wizard' }

const listeners = () => shared('listeners', () => new Set<(news: News) => void>())

/** Hears all news until the returned function is called. */
export function subscribe(listener: (news: News) => void): () => void {
  listeners().add(listener)
  return () => void listeners().delete(listener)
}

export function publish(news: News): void {
  for (const listener of listeners()) listener(news)
}

/** Whether anybody listens: what nobody sees need not be computed again and again. */
export const isHeard = (): boolean => listeners().size > 0
