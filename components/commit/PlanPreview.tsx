'use client'
// The open box: the plan of what waits.
import { useEffect, useState } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import { type Pending, type PlanView, planView } from '../../lib/protocol/console.ts'
import { getJson } from '../live/address.ts'
import { Loading } from '../ui/Loading.tsx'
import { Message } from '../ui/Message.tsx'
import { PlanBody } from './PlanBody.tsx'

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
  return (
    <div className="open">
      <PlanBody plan={plan} />
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
