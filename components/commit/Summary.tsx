// The box's one line: what waits, who saved it, how old it is.
import type { Change, Job, Pending } from '../../lib/protocol/console.ts'
import { count } from '../ui/words.ts'
import { extentOf, whoAndWhen } from './words.ts'

const SHOWN = 4
const LEADS: Record<Change['change'], string> = { new: 'new ', modified: '', deleted: 'deleted ' }

export function Summary({ pending, job, now }: { pending: Pending; job: Job | null; now: number | null }) {
  const { changes } = pending
  if (job)
    return (
      <p role="status">
        <strong>{job.title}</strong>, started by {job.author}
      </p>
    )
  if (changes.length === 0) return <p>{pending.areas.length ? 'Saved but not running.' : 'Nothing waits.'}</p>
  const rest = changes.length - SHOWN
  return (
    <p>
      Saved but not running:{' '}
      {changes.slice(0, SHOWN).map((change, i) => (
        <span key={`${change.area} ${change.item}`}>
          {i > 0 && ', '}
          {change.deed ? `${change.deed} ` : LEADS[change.change]}
          <strong>{change.label}</strong>
          {extentOf(change)}
        </span>
      ))}
      {rest > 0 && ` and ${count(rest, 'more change', 'more changes')}`}.{' '}
      <span className="muted">{whoAndWhen(changes, now)}</span>
    </p>
  )
}
