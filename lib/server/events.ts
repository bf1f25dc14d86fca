// The event stream of one browser tab: everything once, then only what changed, until its session ends.
import { hostname } from 'node:os'
import type { ConsoleEvent } from '../protocol/console.ts'
import { type News, subscribe } from './bus.ts'
import { currentJob } from './jobs.ts'
import { agentState, live } from './live.ts'
import { pendingNow } from './pending.ts'
import { version } from './places.ts'
import type { Caller } from './session.ts'

/** A tab hears of the facts' age this often even when the agent is silent, and its session is looked at this often. In ms. */
const BEAT_EVERY = 1_000
const SESSION_EVERY = 5_000

export function helloEvent(user: string, rows: boolean): ConsoleEvent {
  const { appliance, units, differences, notices, generation } = live()
  return {
    type: 'hello',
    now: Date.now(),
    user,
    version: version(),
    agent: agentState(),
    appliance,
    units,
    differences,
    notices,
    generation,
    pending: pendingNow(),
    job: currentJob(),
    ...(rows ? { rows: [...live().rows.values()] } : {}),
  }
}

/** What a tab is sent for a piece of news. */
export function eventFor(news: News, user: string, rows: boolean): ConsoleEvent {
  if (news.type === 'snapshot') return helloEvent(user, rows)
  if (news.type !== 'look') return news
  const { type: _, at: __, digests: ___, rows: changed, gone, ...parts } = news
  return {
    ...beat(),
    ...parts,
    ...(rows && changed ? { rows: changed } : {}),
    ...(rows && gone ? { gone } : {}),
  }
}

const beat = () => ({ type: 'beat' as const, now: Date.now(), agent: agentState() })

export interface Tab {
  caller: Caller
  /** Whether it wants rows. */
  rows: boolean
  send: (event: ConsoleEvent) => void
  /** Called once, when the session has ended and `bye` was sent. */
  close: () => void
  /** Whether the session still lives. */
  lives: () => Promise<boolean>
}

/** Serves one tab until the returned function is called. */
export function serveTab(tab: Tab): () => void {
  const { user } = tab.caller
  let sentAt = Date.now()
  const send = (event: ConsoleEvent) => {
    sentAt = Date.now()
    tab.send(event)
  }
  const unsubscribe = subscribe((news) => send(eventFor(news, user, tab.rows)))
  const beats = setInterval(() => {
    if (Date.now() - sentAt >= BEAT_EVERY) send(beat())
  }, BEAT_EVERY / 2)
  const checks = setInterval(() => {
    tab.lives().then(
      (lives) => lives || leave(),
      (e) => {
        console.error('looking at a session:', e)
        leave()
      },
    )
  }, SESSION_EVERY)
  const stop = () => {
    unsubscribe()
    clearInterval(beats)
    clearInterval(checks)
  }
  const leave = () => {
    stop()
    tab.send({ type: 'bye' })
    tab.close()
  }
  send(helloEvent(user, tab.rows))
  return stop
}

/** The machine's name as the agent tells it, or as this process sees it before it did. */
export const applianceName = (): string => live().appliance?.hostname ?? hostname()
