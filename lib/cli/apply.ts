// `fulcrum apply`: an exported configuration as a plan, or in the place of what is saved; and `fulcrum commit`.
import type { ImportView, Replacement } from '../protocol/history.ts'
import type { ApiJob } from '../protocol/v1-shapes.ts'
import type { Connection } from './connection.ts'
import { Refused } from './refused.ts'
import { readWhole } from './settings.ts'
import type { Answer } from './status.ts'
import { type Command, Usage } from './usage.ts'

export async function applyFile(connection: Connection, { what = '', plan }: Command): Promise<Answer> {
  const file = jsonOf(what)
  const view = await connection.call<ImportView>('POST', '/import/plan', { file })
  const { refused, replacement } = view
  if (!replacement)
    throw new Refused(refused.map((r) => [r.where, r.message].filter(Boolean).join(': ')).join('\n'))
  if (plan) return { text: planText(replacement), data: view }
  const stops = replacement.problems.filter((p) => p.level === 'error')
  if (stops.length) throw new Refused(stops.map((p) => `${p.where}: ${p.message}`).join('\n'))
  const done = await connection.call<{ job: ApiJob | null }>('POST', '/import', {
    file,
    seen: replacement.seen,
    wait: 300,
  })
  return jobAnswer(done, 'Nothing would change.')
}

export const commitAll = async (connection: Connection): Promise<Answer> =>
  jobAnswer(await connection.call<{ job: ApiJob | null }>('POST', '/commit', { wait: 300 }), 'Nothing waits.')

function jobAnswer(data: { job: ApiJob | null }, nothing: string): Answer {
  if (!data.job) return { text: nothing, data }
  if (!data.job.ended) throw new Refused(`${data.job.title} is still under way.`)
  return { text: `${data.job.title}: ${data.job.outcome}.`, data }
}

function jsonOf(path: string): unknown {
  const text = readWhole(path)
  try {
    return JSON.parse(text)
  } catch {
    throw new Usage(`${path} is not JSON.`)
  }
}

const MARKS = { add: '+', del: '-', same: ' ', gap: '' } as const

/** What would change, what would be done, and what it does to traffic. */
function planText({ plan, problems, changes }: Replacement): string {
  if (!changes) return 'Nothing would change.'
  return [
    ...plan.sentences,
    ...problems.map((p) => `${p.level === 'error' ? 'Stops it' : 'Warning'}: ${p.where}: ${p.message}`),
    ...plan.changes.map(
      (c) => `${c.change}: ${c.kind} ${c.label}${c.fields.length ? ` (${c.fields.join(', ')})` : ''}`,
    ),
    ...plan.files.flatMap((f) => [
      `--- ${f.path}`,
      ...f.lines.map((l) => `${MARKS[l.kind]}${l.kind === 'gap' ? '...' : l.text}`),
    ]),
  ].join('\n')
}
