// Drain, Halt and Online: one transaction for all servers asked for, then the agent at once, and what it read back.
import type { AskedState } from '../areas/server-state/states.ts'
import type { Item } from '../model/document.ts'
import type { ActionResult, SetServersInput } from '../protocol/console.ts'
import type { ServerOutcome } from '../protocol/messages.ts'
import { AgentAway, ask } from './agent.ts'
import { noteServerStates } from './applied.ts'
import { type Author, type Deed, recordAll, recordAlone } from './audit.ts'
import { db, type Transaction, transaction } from './db.ts'
import { asItem, bumpArea, desiredDocument, type ItemRow, storedNow } from './documents.ts'
import { live } from './live.ts'
import { pendingNow, refreshPending } from './pending.ts'
import { shared } from './shared.ts'

const AREA = 'server-state'
const KIND = 'server-state'

export type StatesSet = ActionResult<{ servers: ServerOutcome[] }>

/** What is set is one document: whoever comes second waits, so that no older one follows a newer. */
function inTurn<T>(doing: () => Promise<T>): Promise<T> {
  const turns = shared('setting servers', () => ({ last: Promise.resolve<unknown>(null) }))
  const mine = turns.last.then(doing, doing)
  turns.last = mine
  return mine
}

/** Stores the states and has the agent set them. What could not be done stays in the box with *Apply now*. */
export const setServers = (author: Author, { servers, state }: SetServersInput): Promise<StatesSet> =>
  inTurn(async () => {
    const gone = await transaction((tx) => store(tx, author, [...new Set(servers)], state))
    return gone ? { ok: false, message: `Not done. ${gone}` } : apply(author, state)
  })

/** Sets what is stored once more: what the agent could not do before. */
export const applyServerStates = (author: Author): Promise<StatesSet> => inTurn(() => apply(author))

async function apply(author: Author, asked?: AskedState): Promise<StatesSet> {
  try {
    const document = await desiredDocument(db(), AREA)
    const answer = await ask('set-server-states', { document, author: author.user })
    noteServerStates(answer.document)
    const failed = answer.servers.some((s) => s.failure !== '')
    if (asked && answer.servers.length) await recordReadBack(author, asked, answer.servers)
    if (failed || pendingNow().areas.includes(AREA)) await refreshPending()
    return { ok: true, servers: answer.servers }
  } catch (e) {
    if (!(e instanceof AgentAway)) throw e
    await refreshPending()
    return { ok: false, message: `Not applied. ${e.message} It is saved, and waits in Commit changes.` }
  }
}

/** Why nothing was stored; empty when it was. */
async function store(tx: Transaction, author: Author, servers: string[], state: AskedState): Promise<string> {
  const items = await tx.item.findMany({
    where: { id: { in: servers }, kind: 'real-server' },
    select: { id: true },
  })
  const running = runningServers()
  const stored = new Set(items.map((i) => i.id))
  if (servers.some((id) => !stored.has(id) && !running.has(id))) return 'A server was deleted meanwhile.'
  const rows = await tx.item.findMany({ where: { area: AREA, kind: KIND } })
  const before = new Map(rows.map((r) => [r.label, r]))
  const changed = servers.filter((id) => stateOf(before.get(id)) !== state)
  const after = state === 'online' ? [] : changed.map((id) => rowFor(id, state, author, before.get(id)))
  const left = await leftOver(tx, rows, running)
  await tx.item.deleteMany({ where: { area: AREA, kind: KIND, label: { in: [...changed, ...left] } } })
  await tx.item.createMany({ data: after })
  const now = new Map(after.map((r) => [r.label, r]))
  await recordAll(
    tx,
    author,
    changed.map((id) => deedFor(id, before.get(id), now.get(id))),
  )
  if (changed.length || left.length) await bumpArea(tx, AREA)
  return ''
}

/** A server that is deleted but still runs can be taken offline too. */
const runningServers = (): Set<string> =>
  new Set([...live().rows.values()].filter((r) => r.row === 'server').map((r) => r.item))

const stateOf = (row: ItemRow | undefined): AskedState => (row ? JSON.parse(row.data).state : 'online')

const rowFor = (label: string, state: AskedState, author: Author, before: ItemRow | undefined): ItemRow => ({
  id: `state-${label}`,
  area: AREA,
  kind: KIND,
  parent: AREA,
  label,
  position: 0,
  rev: (before?.rev ?? 0) + 1,
  draft: false,
  data: JSON.stringify({ state, since: Date.now(), by: author.user }),
  savedBy: author.user,
  savedAt: new Date(),
})

/** States of servers that neither stand in the settings nor run any more. Not while nothing is known to run. */
async function leftOver(
  tx: Transaction,
  rows: readonly ItemRow[],
  running: ReadonlySet<string>,
): Promise<string[]> {
  const labels = rows.map((r) => r.label).filter((id) => !running.has(id))
  if (running.size === 0 || labels.length === 0) return []
  const found = await tx.item.findMany({ where: { id: { in: labels } }, select: { id: true } })
  const stored = new Set(found.map((i) => i.id))
  return labels.filter((id) => !stored.has(id))
}

/** What the machine answered. It is done by then, whether it can be recorded or not. */
async function recordReadBack(author: Author, asked: AskedState, servers: ServerOutcome[]): Promise<void> {
  const { documents } = await storedNow()
  const words = statesWords(servers, [...documents.layer4.items, ...documents.layer7.items])
  const failed = servers.find((s) => s.failure !== '')
  const deed: Deed = {
    action: 'operate',
    area: AREA,
    after: { title: TITLES[asked], readBack: words },
    result: failed ? failed.failure : 'done',
  }
  await recordAlone(author, deed).catch((e) => console.error('recording what was read back:', e))
}

const TITLES: Record<AskedState, string> = { online: 'Online', drained: 'Drain', halted: 'Halt' }
const ACTIONS = { online: 'online', drained: 'drain', halted: 'halt' } as const

const deedFor = (server: string, before: ItemRow | undefined, after: ItemRow | undefined): Deed => ({
  action: ACTIONS[stateOf(after)],
  area: AREA,
  item: `state-${server}`,
  before: before ? asItem(before) : undefined,
  after: after ? asItem(after) : undefined,
})

/** Whether the agent has what is stored, by its digest. */
export async function agentHasStates(digest: string | undefined): Promise<boolean> {
  const area = await db().area.findUnique({ where: { name: AREA } })
  return area?.digest === digest && !pendingNow().areas.includes(AREA)
}

/** As sentences for a job's report: what was read back, and why not. Names are the servers' labels. */
export function statesWords(servers: readonly ServerOutcome[], items: readonly Item[]): string[] {
  const labels = new Map(items.map((i) => [i.id, i.label]))
  return servers.map((s) =>
    s.failure === ''
      ? `${labels.get(s.server) ?? s.server} is ${s.state ?? 'set'}.`
      : `${labels.get(s.server) ?? s.server}: ${s.failure}`,
  )
}
