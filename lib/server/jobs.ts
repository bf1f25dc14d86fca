// Commits and operations as jobs: one at a time, told step by step, kept in memory until the next one.
import { randomUUID } from 'node:crypto'
import type { Job } from '../protocol/console.ts'
import { isEnd } from '../protocol/is-end.ts'
import type { Progress } from '../protocol/messages.ts'
import { AgentAway } from './agent.ts'
import { publish } from './bus.ts'
import { shared } from './shared.ts'
import { databaseTrouble } from './trouble.ts'

const holder = () => shared<{ job: Job | null }>('job', () => ({ job: null }))

/** The one under way, or the last one; null before the first. */
export const currentJob = (): Job | null => holder().job

const ended = (job: Job): boolean => job.failure !== null || job.progress.some(isEnd)

/** The job that is under way now, if any. */
export const runningJob = (): Job | null => {
  const job = currentJob()
  return job && !ended(job) ? job : null
}

/**
 * Starts a job and answers at once. `run` gives the agent's messages; `then` is called once it ended, however it did.
 * The caller has seen to it that none is under way.
 */
export function startJob(
  title: string,
  author: string,
  run: () => AsyncIterable<Progress>,
  then: (job: Job) => Promise<void>,
): Job {
  if (runningJob()) throw new Error('a job is already under way')
  const job: Job = { id: randomUUID(), title, author, startedAt: Date.now(), progress: [], failure: null }
  tell(job)
  follow(job, run)
    .then(then)
    .catch((e) => console.error(`after "${title}":`, e))
  return job
}

async function follow(first: Job, run: () => AsyncIterable<Progress>): Promise<Job> {
  let job = first
  try {
    for await (const message of run()) {
      job = { ...job, progress: [...job.progress, message] }
      tell(job)
    }
    return job
  } catch (e) {
    if (!(e instanceof AgentAway)) console.error(`"${job.title}":`, e)
    job = { ...job, failure: failureOf(e) }
    tell(job)
    return job
  }
}

const failureOf = (e: unknown): string => {
  if (e instanceof AgentAway) return `${e.message} ${AWAY}`
  return databaseTrouble(e) ?? (e instanceof Error ? e.message : String(e))
}
const AWAY = 'Traffic goes on. Once the agent answers again, the box shows what is still to be applied.'

function tell(job: Job): void {
  holder().job = job
  publish({ type: 'job', job })
}

/** How it ended, for the audit trail: `applied generation 7`, or why not. */
export function outcome(job: Job): string {
  const end = job.progress.find(isEnd)
  if (!end) return `not applied: ${job.failure ?? 'no answer'}`
  switch (end.type) {
    case 'applied':
      return `applied generation ${end.generation}`
    case 'conflict':
      return `not applied: generation ${end.generation} had come in between`
    case 'problems':
      return `not applied: ${end.problems.map((p) => p.code).join(', ')}`
    case 'refused':
      return `refused by ${end.unit}: ${end.line}`
    case 'reverted':
      return `${end.restored ? 'turned back' : 'turned back without success'}: ${end.reason}`
    default:
      return end.type
  }
}
