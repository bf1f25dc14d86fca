// What a commit under way or ended has come to. Pure.
import { aboutOf } from '../../lib/areas/about.ts'
import type { AreaName } from '../../lib/model/document.ts'
import type { Step } from '../../lib/model/step.ts'
import type { Job, Pending } from '../../lib/protocol/console.ts'
import { isEnd } from '../../lib/protocol/is-end.ts'
import type { Progress } from '../../lib/protocol/messages.ts'

export const isRunning = (job: Job | null): boolean =>
  job !== null && job.failure === null && !job.progress.some(isEnd)

/** Its last message, when that ends it. */
export const endOf = (job: Job): Progress | undefined => job.progress.find(isEnd)

export interface StepState {
  step: Step
  state: 'todo' | 'doing' | 'done'
}

/** Its steps, and how far each is. */
export function stepsOf(job: Job): StepState[] {
  const plan = job.progress.find((p) => p.type === 'plan')
  const told = job.progress.filter((p) => p.type === 'step')
  return (plan?.steps ?? []).map((step, index) => ({
    step,
    state: told.findLast((p) => p.index === index)?.state ?? 'todo',
  }))
}

/** Whether the last job ended badly and nobody changed anything since: then its reason still stands. */
export function standsRefused(job: Job | null, pending: Pending): boolean {
  if (!job || isRunning(job)) return false
  if (job.failure === null && endOf(job)?.type === 'applied') return false
  if (pending.changes.length === 0) return job.failure !== null || !isCommit(job)
  return pending.changes.every((c) => (c.at ?? 0) <= job.startedAt)
}

/** Not a bare reload or restart: what it was to apply may be gone again. */
const isCommit = (job: Job): boolean => stepsOf(job).length === 0 || stepsOf(job)[0]?.step.do === 'write'

/** The documented button of each group of areas that wait: one for all areas that share it. */
export function buttonsFor(areas: readonly AreaName[]): { title: string; areas: AreaName[] }[] {
  const titles = [...new Set(areas.map(buttonOf))]
  return titles.map((title) => ({ title, areas: areas.filter((a) => buttonOf(a) === title) }))
}

/** The word for what the button does, while it does. */
export const busyWord = (title: string): string =>
  title.startsWith('Reload') ? 'Reloading' : title.startsWith('Restart') ? 'Restarting' : 'Applying'

const buttonOf = (area: AreaName): string => aboutOf(area).button ?? `Apply ${aboutOf(area).title} now`
