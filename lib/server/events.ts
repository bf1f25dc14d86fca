// The event stream of one browser tab: everything once, then only what changed, until its session ends.
import { hostname } from 'node:os'
import { constants, gzipSync } from 'node:zlib'
import type { Row } from '../model/observed.ts'
import type { ConsoleEvent, SessionEnds } from '../protocol/console.ts'
import { type News, subscribe } from './bus.ts'
import { editions } from './editions.ts'
import { currentJob } from './jobs.ts'
import { agentState, live } from './live.ts'
import { NOTHING, pendingNow } from './pending.ts'
import { version } from './places.ts'
import { type Caller, may, type Viewer } from './session.ts'
import { asksWizard } from './wizard.ts'

/** A tab hears of the facts' age this often even when the agent is silent, and its session is looked at this often. In ms. */
const BEAT_EVERY = 1_000
const SESSION_EVERY = 5_000

/** More rows than these come in two parts: a page shows its services while those of their servers are on their way. */
const AT_ONCE = 500

const rowsOf = (kind: Row['row']): Row[] => [...live().rows.values()].filter((r) => r.row === kind)

/** At once and in one go: a look that came in between would be lost on a page that does not know the rows yet. */
const packed = (rows: Row[]): string =>
  gzipSync(JSON.stringify(rows), { level: constants.Z_BEST_SPEED }).toString('base64')

export function helloEvent({ caller, session }: Viewer, rows: Tab['rows']) {
  const { appliance, units, differences, notices, confirmation, generation, changed } = live()
  return {
    type: 'hello' as const,
    now: Date.now(),
    user: caller.user,
    group: caller.group,
    version: version(),
    agent: agentState(),
    appliance,
    units,
    differences,
    notices,
    confirmation,
    generation,
    editions: editions(),
    pending: reads(caller) ? pendingNow() : NOTHING,
    job: reads(caller) ? currentJob() : null,
    session,
    wizard: asksWizard(caller),
    ...(rows === null ? {} : { rows: wantedOf([...live().rows.values()], rows) }),
    ...(changed === undefined ? {} : { changed }),
  }
}

/** What is set, who saved it and a commit's steps are for those who may read settings. */
const reads = (caller: Caller): boolean => may(caller, 'settings')
const OF_SETTINGS: readonly News['type'][] = ['items', 'pending', 'job', 'wizard']

/** What a tab is sent for a piece of news; null: nothing. */
function eventFor(
  news: Exclude<News, { type: 'activity' }>,
  viewer: Viewer,
  rows: Tab['rows'],
): ConsoleEvent | null {
  if (OF_SETTINGS.includes(news.type) && !reads(viewer.caller)) return null
  if (news.type === 'snapshot') return helloEvent(viewer, rows)
  if (news.type !== 'look') return news
  const { type: _, at: __, digests: ___, rows: whole, parts, gone, ...rest } = news
  return {
    ...beat(),
    ...rest,
    ...(rows === null ? {} : wantedOfAll({ rows: whole, parts, gone }, rows)),
  }
}

type Changed = Pick<Extract<ConsoleEvent, { type: 'beat' }>, 'rows' | 'parts' | 'gone'>

function wantedOfAll(
  { rows, parts, gone }: { [K in keyof Changed]: Changed[K] | undefined },
  of: string,
): Changed {
  return {
    ...(rows ? { rows: wantedOf(rows, of) } : {}),
    ...(parts ? { parts: wantedOf(parts, of) } : {}),
    ...(gone ? { gone } : {}),
  }
}

const wantedOf = <T extends { key: string }>(rows: T[], of: string): T[] =>
  of === 'all' ? rows : rows.filter((r) => live().rows.get(r.key)?.item === of)

const beat = () => ({ type: 'beat' as const, now: Date.now(), agent: agentState() })

const sameEnds = (a: SessionEnds, b: SessionEnds): boolean =>
  a.idleAt === b.idleAt && a.latestAt === b.latestAt

export interface Tab extends Viewer {
  /** Which rows it wants: `all`, those of the item with this id, or none. */
  rows: string | null
  send: (event: ConsoleEvent) => void
  /** Called once, when the session has ended and `bye` was sent. */
  close: () => void
  /** The session as it stands now; null when it has ended. */
  lives: () => Promise<Viewer | null>
}

/** Serves one tab until the returned function is called. */
export function serveTab(tab: Tab): () => void {
  const { caller, rows } = tab
  let viewer: Viewer = { caller, session: tab.session }
  let sentAt = Date.now()
  let stopped = false
  const send = (event: ConsoleEvent) => {
    sentAt = Date.now()
    tab.send(event)
  }
  const beats = setInterval(() => {
    if (Date.now() - sentAt >= BEAT_EVERY) send(beat())
  }, BEAT_EVERY / 2)
  const lookAtSession = () => {
    tab.lives().then(
      (now) => {
        if (!now || now.caller.duty) return leave()
        const before = viewer
        viewer = now
        if (stopped) return
        if (now.caller.group !== before.caller.group) send(helloEvent(now, rows))
        else if (!sameEnds(now.session, before.session)) send({ type: 'session', session: now.session })
      },
      (e) => {
        console.error('looking at a session:', e)
        leave()
      },
    )
  }
  const checks = setInterval(lookAtSession, SESSION_EVERY)
  const unsubscribe = subscribe((news) => {
    if (news.type === 'activity') return news.session === caller.session && lookAtSession()
    const event = eventFor(news, viewer, rows)
    if (event) send(event)
  })
  const stop = () => {
    stopped = true
    unsubscribe()
    clearInterval(beats)
    clearInterval(checks)
  }
  const leave = () => {
    if (stopped) return
    stop()
    tab.send({ type: 'bye' })
    tab.close()
  }
  if (rows === 'all' && live().rows.size > AT_ONCE) {
    send({ ...helloEvent(viewer, null), rows: rowsOf('service'), more: true })
    setImmediate(() => stopped || send({ type: 'packed-rows', packed: packed(rowsOf('server')) }))
  } else send(helloEvent(viewer, rows))
  return stop
}

/** The machine's name as the agent tells it, or as this process sees it before it did. */
export const applianceName = (): string => live().appliance?.hostname ?? hostname()
