// The history of commits as pages show it, from what the agent keeps.
import type { Document } from '../model/document.ts'
import type { ActionResult } from '../protocol/console.ts'
import type { CommitView, HistoryView, Replacement } from '../protocol/history.ts'
import type { Applied } from '../protocol/messages.ts'
import { ask } from './agent.ts'
import { appliedNow, documentsOf } from './applied.ts'
import type { Author } from './audit.ts'
import { fileViews } from './plan.ts'
import { replaceAs, replacementOf } from './replacement.ts'

/** Every commit that is kept. Throws `AgentAway`. */
export async function historyNow(): Promise<HistoryView> {
  const [commits, { generation }] = await Promise.all([ask('generations', {}), appliedNow(true)])
  return { current: generation, commits }
}

const keptGeneration = async (generation: number): Promise<Applied | null> =>
  (await ask('generation', { generation })).applied

const NOTHING_BEFORE: Pick<Applied, 'files'> = { files: [] }

/** One commit with the difference it made; null when it is not kept any more. */
export async function commitOf(number: number): Promise<CommitView | null> {
  const { current, commits } = await historyNow()
  const record = commits.find((c) => c.generation === number)
  const after = record && (await keptGeneration(number))
  if (!record || !after) return null
  const before = record.base === 0 ? NOTHING_BEFORE : await keptGeneration(record.base)
  return { record, current, files: before && fileViews(before.files, after.files) }
}

/** What a roll back to it would do; null when it is not kept any more. */
export async function rollBackPlan(number: number): Promise<Replacement | null> {
  const documents = await documentsAt(number)
  return documents && replacementOf(documents)
}

/** Rolls back to it, as it was shown. */
export async function rollBack(
  author: Author,
  number: number,
  seen: string,
): Promise<ActionResult<{ job: string | null }>> {
  const documents = await documentsAt(number)
  const deed = { title: `Roll back to commit ${number}`, action: 'roll-back', no: 'Not rolled back' } as const
  return documents
    ? replaceAs(author, deed, documents, seen)
    : { ok: false, message: `Not rolled back. Commit ${number} is not kept any more.` }
}

/** Its documents in this release's versions. Areas it did not have yet stay as they are. */
async function documentsAt(number: number): Promise<Document[] | null> {
  const generation = await keptGeneration(number)
  if (!generation) return null
  const areas = generation.documents.map((d) => d.area)
  return Object.values(documentsOf(generation)).filter((d) => areas.includes(d.area))
}
