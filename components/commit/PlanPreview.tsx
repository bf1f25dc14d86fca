'use client'
// The open box: consequence, ladder, changes, steps and the difference in every file.
import { useEffect, useState } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import { type Pending, type PlanView, planView } from '../../lib/protocol/console.ts'
import { getJson } from '../live/address.ts'
import { Loading } from '../ui/Loading.tsx'
import { Message } from '../ui/Message.tsx'
import { count } from '../ui/words.ts'
import { Changes } from './Changes.tsx'
import { DiffView } from './DiffView.tsx'
import { Ladder } from './Ladder.tsx'
import { PlanSteps } from './PlanSteps.tsx'

export function PlanPreview({ areas, pending }: { areas: readonly AreaName[]; pending: Pending }) {
  const { plan, failure } = usePlan(areas, pending)
  if (failure)
    return (
      <div className="part">
        <Message tone="warn" lead="No preview.">
          {failure}
        </Message>
      </div>
    )
  if (!plan)
    return (
      <div className="part">
        <Loading what="the plan" />
      </div>
    )
  const [say, ...rest] = plan.sentences
  return (
    <div className="open">
      <div className="conseq">
        <div>
          <p className="say">{say ?? 'Nothing would change.'}</p>
          {rest.length > 0 && <p>{rest.join(' ')}</p>}
        </div>
        <Ladder at={plan.consequence} />
      </div>
      <div className="parts">
        <section>
          <h3>{count(plan.changes.length, 'change')}</h3>
          <Changes changes={plan.changes} />
          {plan.steps.length > 0 && (
            <>
              <h3>Steps</h3>
              <PlanSteps plan={plan} />
            </>
          )}
        </section>
        {plan.steps.length > 0 && (
          <section>
            <h3>{count(plan.files.length, 'file')}</h3>
            {plan.files.map((file) => (
              <DiffView key={file.path} file={file} />
            ))}
          </section>
        )}
      </div>
    </div>
  )
}

/** The plan, fetched again whenever what waits changes. */
function usePlan(areas: readonly AreaName[], pending: Pending): { plan: PlanView | null; failure: string } {
  const [plan, setPlan] = useState<PlanView | null>(null)
  const [failure, setFailure] = useState('')
  const query = areas.join(',')
  useEffect(() => {
    const controller = new AbortController()
    const fetchPlan = async () => planView.parse(await getJson(`/api/plan?areas=${query}`, controller.signal))
    fetchPlan()
      .then((next) => {
        setPlan(next)
        setFailure('')
      })
      .catch((error: Error) => {
        if (!controller.signal.aborted) setFailure(`${error.message} ${pending.changes.length} changes wait.`)
      })
    return () => controller.abort()
  }, [query, pending])
  return { plan, failure }
}
