// Commits, roll backs and imports over the API: started like from a page, and waited for if the script wants.
import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import { type AreaName, areaName } from '../../model/document.ts'
import type { ActionResult, Job } from '../../protocol/console.ts'
import { isEnd } from '../../protocol/is-end.ts'
import {
  API,
  type ApiJob,
  type commitBody,
  type importBody,
  type rollbackBody,
} from '../../protocol/v1-shapes.ts'
import { commitAs, importAs, rollBackAs } from '../actions.ts'
import { commitOf, historyNow, rollBackPlan } from '../history.ts'
import { currentJob, outcome } from '../jobs.ts'
import { agentState } from '../live.ts'
import { pendingNow, refreshPending } from '../pending.ts'
import { planView } from '../plan.ts'
import { exportAll, importPlan } from '../transfer.ts'
import type { Asked, Handler, Reply } from './asked.ts'
import { ApiProblem } from './problem.ts'

/** How often a job that is waited for is looked at. In ms. */
const LOOK_EVERY = 50

export function jobView(job: Job): ApiJob {
  const end = job.progress.find(isEnd)
  return {
    ...{ id: job.id, title: job.title, author: job.author, startedAt: job.startedAt, progress: job.progress },
    ended: end !== undefined || job.failure !== null,
    done: end?.type === 'applied',
    outcome: end || job.failure !== null ? outcome(job) : 'under way',
  }
}

/** The job as it is after so many seconds, or at its end. */
async function waitedFor(id: string, seconds: number): Promise<ApiJob> {
  for (const end = Date.now() + seconds * 1000; ; await pause(LOOK_EVERY)) {
    const job = currentJob()
    if (job?.id !== id)
      throw new ApiProblem(
        'REFUSED',
        'Another commit began meanwhile. See the history for how this one ended.',
      )
    const view = jobView(job)
    if (view.ended || Date.now() >= end) return view
  }
}

/** What became of something that was started. */
async function followed(started: ActionResult<{ job: string | null }>, seconds: number): Promise<Reply> {
  if (!started.ok) throw notStarted(started.message)
  if (started.job === null) return { body: { job: null } }
  const job = await waitedFor(started.job, seconds)
  if (job.ended && !job.done) {
    const problems = job.progress.flatMap((p) => (p.type === 'problems' ? p.problems : []))
    throw new ApiProblem('REFUSED', `Not applied: ${job.outcome}.`, { problems, more: { job } })
  }
  if (job.ended) return { body: { job } }
  return { status: 202, body: { job }, headers: { location: `${API}/jobs/${job.id}` } }
}

const notStarted = (message: string): ApiProblem =>
  new ApiProblem(agentState().answering ? 'REFUSED' : 'AGENT_AWAY', message)

export const commit: Handler = async ({ caller, body }) => {
  const { areas, wait } = body as z.output<typeof commitBody>
  await refreshPending(true)
  const chosen = areas ?? pendingNow().areas
  if (chosen.length === 0) return { body: { job: null } }
  return followed(await commitAs(caller, chosen), wait)
}

export const plan: Handler = async ({ query }) => ({ body: await planView(areasIn(query.areas)) })

function areasIn(text: string | undefined): AreaName[] | undefined {
  const areas = text?.split(',').map((name) => areaName.safeParse(name))
  if (areas?.some((a) => !a.success)) throw new ApiProblem('INVALID', 'There is no such area.')
  return areas?.flatMap((a) => (a.success ? a.data : []))
}

export const job: Handler = async ({ path }) => {
  const found = currentJob()
  if (!found || found.id !== path.job)
    throw new ApiProblem('NOT_THERE', 'This job is not kept any more; the history has what it did.')
  return { body: jobView(found) }
}

/** 0 is no commit. */
const numberIn = ({ path }: Asked): number =>
  /^[1-9]\d{0,8}$/.test(path.commit ?? '') ? Number(path.commit) : 0

function kept<T>(found: T | null | 0): T {
  if (found === null || found === 0) throw new ApiProblem('NOT_THERE', 'This commit is not kept any more.')
  return found
}

const planTo = async (asked: Asked) => (numberIn(asked) ? rollBackPlan(numberIn(asked)) : null)

export const history: Handler = async () => ({ body: await historyNow() })
export const oneCommit: Handler = async (asked) => ({
  body: kept(numberIn(asked) && (await commitOf(numberIn(asked)))),
})
export const backPlan: Handler = async (asked) => ({ body: kept(await planTo(asked)) })

export const rollback: Handler = async (asked) => {
  const { seen, wait } = asked.body as z.output<typeof rollbackBody>
  const plan = kept(await planTo(asked))
  const input = { generation: numberIn(asked), seen: seen ?? plan.seen }
  return followed(await rollBackAs(asked.caller, input), wait)
}

export const exportFile: Handler = async () => ({ body: await exportAll() })

export const planOfImport: Handler = async ({ body }) => ({
  body: await importPlan((body as z.output<typeof importBody>).file),
})

export const importFile: Handler = async ({ caller, body }) => {
  const { file, seen, wait } = body as z.output<typeof importBody>
  const { refused, replacement } = await importPlan(file)
  if (!replacement)
    throw new ApiProblem(
      'INVALID',
      refused.map((r) => [r.where, r.message].filter(Boolean).join(': ')).join(' '),
    )
  if (!replacement.changes) return { body: { job: null } }
  return followed(await importAs(caller, { content: file, seen: seen ?? replacement.seen }), wait)
}
