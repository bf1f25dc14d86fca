// The audit trail's way to the agent: every row is handed over, in order, and noted as taken once the agent has it on its disk.
import { randomUUID } from 'node:crypto'
import { AgentAway, ask } from './agent.ts'
import { wasWritten } from './audit.ts'
import { entriesWhere } from './audit-rows.ts'
import { publish, subscribe } from './bus.ts'
import { afterTransactions, db } from './db.ts'
import { agentState } from './live.ts'
import { shared } from './shared.ts'

/** So many at once, and this often without a reason, for what an agent that was away did not take. In ms. */
const AT_ONCE = 200
const AGAIN_EVERY = 2_000

export interface Taken {
  /** Names this database: its ids begin at 1, as those of any other. */
  origin: string
  /** The agent has all rows up to this one. */
  upTo: number
}

/** What the agent has. */
export async function takenNow(): Promise<Taken> {
  const row = await db().auditTaken.findUnique({ where: { id: 1 } })
  return row ?? note({ origin: randomUUID(), upTo: 0 })
}

const note = (taken: Taken): Promise<Taken> =>
  db().auditTaken.upsert({ where: { id: 1 }, create: { id: 1, ...taken }, update: taken })

const state = () =>
  shared('hand over', () => ({ running: null as Promise<void> | null, again: false, last: 0 }))

/** Hands over what the agent does not have yet. Calls that come while one is under way share the next. */
export function handOver(): Promise<void> {
  const s = state()
  s.again = true
  s.running ??= run(s).finally(() => {
    s.running = null
  })
  return s.running
}

async function run(s: ReturnType<typeof state>): Promise<void> {
  while (s.again) {
    s.again = false
    try {
      await handAll()
    } catch (e) {
      // Rows wait, and are shown as waiting: nothing else is to be done while the agent is away.
      if (!(e instanceof AgentAway)) console.error('handing over the audit trail:', e)
    }
  }
}

async function handAll(): Promise<void> {
  for (;;) {
    const { origin, upTo } = await takenNow()
    const entries = await entriesWhere({ id: { gt: upTo } }, AT_ONCE, 'asc')
    const last = entries.at(-1)
    if (!last) return
    tell(last.id)
    if (!agentState().answering) return
    const answer = await ask('audit-append', { origin, entries })
    // The database is not what it was (a copy put back): all its rows are entries of another one.
    if (answer.differs !== null) await note({ origin: randomUUID(), upTo: 0 })
    else if (answer.upTo < last.id) throw new Error(`the agent has ${answer.upTo} of ${last.id}`)
    else await note({ origin, upTo: last.id })
    publish({ type: 'audit', newest: last.id })
  }
}

/** Pages that show it look again. */
function tell(newest: number): void {
  if (state().last === newest) return
  state().last = newest
  publish({ type: 'audit', newest })
}

/** From now on every row is handed over as soon as it can be. */
export function keepHandingOver(): void {
  afterTransactions(() => {
    if (wasWritten()) void handOver()
  })
  subscribe((news) => {
    if (news.type === 'snapshot') void handOver()
  })
  setInterval(() => void handOver(), AGAIN_EVERY).unref()
}
