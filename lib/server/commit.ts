// Commits and operations: what the agent is sent, and what follows when it is done.
import { roomOf } from '../areas/index.ts'
import { changedAreas } from '../areas/plan.ts'
import { secretFieldsOf } from '../areas/secrets.ts'
import { AREAS, type AreaName } from '../model/document.ts'
import { UNIT_TITLES, type UnitName } from '../model/step.ts'
import type { ActionResult, Job } from '../protocol/console.ts'
import type { Progress } from '../protocol/messages.ts'
import { ask, stream } from './agent.ts'
import { documentsOf } from './applied.ts'
import { type Author, record } from './audit.ts'
import { transaction } from './db.ts'
import { desiredDocuments } from './documents.ts'
import { outcome, runningJob, startJob } from './jobs.ts'
import { agentState, live } from './live.ts'
import { pendingNow, refreshPending } from './pending.ts'
import { forgetSecrets } from './secrets.ts'
import { applyServerStates, statesWords } from './server-states.ts'
import { shared } from './shared.ts'
import { capital } from './words.ts'

export type Started = ActionResult<{ job: string }>

/** Commits these areas as they are desired now. With nothing waiting in them it is a bare reload, as documented. */
export function startCommit(author: Author, areas: readonly AreaName[]): Started {
  const title = roomOf(areas[0] ?? 'layer7').button ?? `Apply ${areas.map((a) => roomOf(a).title).join(', ')}`
  const audit = { action: 'commit' as const, ...(areas.length === 1 ? { area: areas[0] } : {}) }
  const committed = areas.filter((a) => !roomOf(a).apart)
  if (committed.length === 0) return start('Drain, Halt, Online', author, audit, () => statesProgress(author))
  return start(title, author, audit, () => commitProgress(author, committed))
}

/** The same under another title; where nothing of it waits, nothing is done to HAProxy but a reload. */
export const startCommitOf = (title: string, author: Author, areas: readonly AreaName[]): Started =>
  start(title, author, { action: 'commit' }, () => commitProgress(author, areas))

/** Reloads or restarts what is applied; nothing is committed. */
export function startOperation(author: Author, what: 'reload' | 'restart', unit: UnitName): Started {
  const title = `${capital(what)} ${UNIT_TITLES[unit]}`
  return start(title, author, { action: 'operate' }, () =>
    stream('operate', { do: what, unit, author: author.user }),
  )
}

function start(
  title: string,
  author: Author,
  audit: { action: 'commit' | 'operate'; area?: AreaName },
  run: () => AsyncIterable<Progress>,
): Started {
  const why = audit.action === 'commit' ? mayCommit() : mayStart()
  if (why) return notApplied(why)
  const job = startJob(title, author.user, run, (done) => afterwards(done, author, audit))
  return { ok: true, job: job.id }
}

/** Why nothing can be started now, as a sentence; null when it can. */
export function mayStart(): string | null {
  const other = runningJob()
  if (other) return `“${other.title}” of ${other.author} is still under way. Try again when it is done.`
  return agentState().answering ? null : 'The agent does not answer. What runs goes on unchanged.'
}

/** The same for a commit: it would be undone with a change that nobody keeps. */
export const mayCommit = (): string | null =>
  isUnconfirmed()
    ? 'A change of how the console is reached waits for somebody to keep it. Keep it or undo it first.'
    : mayStart()

export const isUnconfirmed = (): boolean => live().confirmation?.state === 'waiting'

const notApplied = (why: string): Started => ({ ok: false, message: `Not applied. ${why}` })

/** What waits of Drain, Halt and Online, as a job: it is told like a commit, and is none. */
async function* statesProgress(author: Author): AsyncGenerator<Progress> {
  const answer = await applyServerStates(author)
  if (!answer.ok) throw new Error(answer.message)
  const [{ generation, documents }, desired] = await Promise.all([ask('applied', {}), desiredDocuments()])
  const known = [desired.layer4, desired.layer7, ...documents].flatMap((d) => d.items)
  const words = statesWords(answer.servers, known)
  const failed = answer.servers.some((s) => s.failure !== '')
  if (failed) yield { type: 'reverted', reason: words.join(' '), restored: true, differences: [] }
  else yield { type: 'applied', generation, readBack: words }
}

async function* commitProgress(author: Author, areas: readonly AreaName[]): AsyncGenerator<Progress> {
  const [applied, desired] = await Promise.all([ask('applied', {}), desiredDocuments()])
  const waiting = changedAreas(desired, documentsOf(applied)).filter((a) => areas.includes(a))
  const unit = areas.flatMap((a) => roomOf(a).units)[0]
  if (waiting.length === 0 && unit) yield* stream('operate', { do: 'reload', unit, author: author.user })
  else {
    const documents = areas.map((a) => desired[a])
    const alone = author.address === '' && waiting.some((area) => ofTheStart().delete(area))
    yield* stream('commit', {
      ...{ base: applied.generation, documents, author: author.user },
      ...(alone ? { unattended: true as const } : {}),
    })
  }
}

const hasSecrets = (area: AreaName): boolean =>
  roomOf(area).kinds.some((kind) => secretFieldsOf(kind).length > 0)

async function afterwards(
  job: Job,
  author: Author,
  audit: { action: 'commit' | 'operate'; area?: AreaName },
): Promise<void> {
  const end = job.progress.at(-1)
  const readBack = end?.type === 'applied' ? { readBack: end.readBack } : {}
  const deed = { ...audit, after: { title: job.title, ...readBack }, result: outcome(job) }
  // A database that takes nothing now must not hide what was applied; the agent's own history has it too.
  await transaction((tx) => record(tx, author, deed)).catch((e) => console.error(`${deed.result}:`, e))
  await refreshPending(true)
  commitSaved()
  if (audit.area && hasSecrets(audit.area))
    await forgetSecrets().catch((e) => console.error('forgetting secrets:', e))
}

/** Areas that the start of the appliance itself changed, as it was told to: nobody is there to confirm it, or is cut off. */
export const ofTheStart = () => shared('of the start', () => new Set<AreaName>())

/** Areas that commit on save and were saved since they were last sent, each with who saved it. */
const saved = () => shared('saved', () => new Map<AreaName, Author>())

/** Notes that an area which commits on save was saved, and commits it as soon as it can be. */
export function commitOnSave(area: AreaName, author: Author): void {
  if (roomOf(area).commit !== 'save') return
  ofTheStart().delete(area)
  saved().set(area, author)
  commitSaved()
}

/** Commits one of those areas, once each: what is refused stays in the Commit changes box with *Apply now*. */
export function commitSaved(): void {
  const [next] = saved()
  if (!next || runningJob() || isUnconfirmed() || !agentState().answering) return
  const [area, author] = next
  saved().delete(area)
  // A draft, or what was undone meanwhile, is nothing to send; a bare reload would be of no use to anybody.
  if (!pendingNow().areas.includes(area)) commitSaved()
  else {
    const started = startCommit(author, [area])
    if (!started.ok) console.error(`committing ${area}: ${started.message}`)
  }
}

/** At the start of the console: whatever commits on save and waits is sent. */
export async function commitWaiting(author: Author): Promise<void> {
  await refreshPending(true)
  for (const area of AREAS)
    if (roomOf(area).commit === 'save' && pendingNow().areas.includes(area)) saved().set(area, author)
  commitSaved()
}
