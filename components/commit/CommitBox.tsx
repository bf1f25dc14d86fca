'use client'
// Commit changes: on every page while something saved does not run yet, or a commit is under way or was refused.
import { lazy, Suspense, useEffect, useState } from 'react'
import { useLive } from '../live/Live.tsx'
import { useCommit } from './Commit.tsx'
import { isRunning, standsRefused } from './job.ts'

const load = () => import('./CommitChanges.tsx')
const CommitChanges = lazy(async () => ({ default: (await load()).CommitChanges }))
/** Nothing waits most of the time, and pages come sooner without all that the box needs. In ms. */
const LATER = 2000

export function CommitBox() {
  const says = useSays()
  const [begun, setBegun] = useState(false)
  // It keeps what somebody closed in it, so it stays once it was needed.
  if (says && !begun) setBegun(true)
  useEffect(() => {
    // When the console is away it is too late to ask for it.
    const timer = setTimeout(() => void load(), LATER)
    return () => clearTimeout(timer)
  }, [])
  return begun ? (
    <Suspense fallback={null}>
      <CommitChanges />
    </Suspense>
  ) : null
}

/** Whether there is anything for it to say. */
function useSays(): boolean {
  const waits = useLive((s) => s.pending.areas.length > 0)
  const goesOn = useLive((s) => isRunning(s.job) || standsRefused(s.job, s.pending))
  const { refusal } = useCommit()
  return waits || goesOn || refusal !== ''
}
