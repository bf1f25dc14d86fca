'use client'
// The Commit changes box itself, with all that it says: it comes when there is something to say.
import { useId, useState } from 'react'
import { aboutOf } from '../../lib/areas/about.ts'
import { useLive, useMay, useNow } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useCommit } from './Commit.tsx'
import { JobReport } from './JobReport.tsx'
import { JobSteps } from './JobSteps.tsx'
import { busyWord, buttonsFor, isRunning, standsRefused } from './job.ts'
import { PlanPreview } from './PlanPreview.tsx'
import { ProblemList } from './ProblemList.tsx'
import { Summary } from './Summary.tsx'

/** Why what acts on save did not: nobody was there to be told. Empty while somebody is. */
function useAway(): string {
  const answering = useLive((s) => s.agent.answering)
  const known = useLive((s) => s.known)
  const areas = useLive((s) => s.pending.areas)
  return known && !answering && areas.some((a) => aboutOf(a).commit === 'save')
    ? 'Not applied. The agent does not answer. What runs goes on unchanged; apply it when the agent is back.'
    : ''
}

export function CommitChanges() {
  const pending = useLive((s) => s.pending)
  const job = useLive((s) => s.job)
  const now = useNow(10_000)
  const { preview, openPreview, closePreview, commit, busy, refusal } = useCommit()
  const id = useId()
  const mayCommit = useMay('configure')
  const running = isRunning(job)
  const [closed, setClosed] = useState<string>()
  const refused = standsRefused(job, pending) && job?.id !== closed
  const waits = pending.areas.length > 0
  const away = useAway()
  const why = refusal || away
  if (!waits && !running && !refused && why === '') return null
  return (
    <section className="commit" aria-labelledby={id}>
      <header>
        <Icon name="pen" />
        <h2 id={id}>Commit changes</h2>
        <Summary pending={pending} job={running ? job : null} now={now} />
        {waits && (
          <div className="acts">
            <Button aria-expanded={preview} onClick={preview ? closePreview : openPreview}>
              {preview ? 'Close preview' : 'Preview'}
            </Button>
            {!mayCommit && <span className="small muted">Only users of the group config commit.</span>}
            {mayCommit &&
              buttonsFor(pending.areas).map(({ title, areas }, i) => (
                <Button
                  key={title}
                  look={i ? 'plain' : 'primary'}
                  busy={busy ? busyWord(title) : undefined}
                  onClick={() => commit(areas)}
                >
                  {title}
                </Button>
              ))}
          </div>
        )}
      </header>
      {running && job && <JobSteps job={job} />}
      {!running && (refused || why !== '') && (
        <JobReport job={refused ? job : null} refusal={why} onClose={() => setClosed(job?.id)} />
      )}
      {pending.problems.length > 0 && <ProblemList problems={pending.problems} changes={pending.changes} />}
      {preview && waits && !running && <PlanPreview areas={pending.areas} pending={pending} />}
    </section>
  )
}
