'use client'
// The way back to a commit: its plan first, then one click.
import { useState } from 'react'
import { replacement } from '../../lib/protocol/history.ts'
import { useActions, useLive } from '../live/Live.tsx'
import { useJson } from '../live/useJson.ts'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { ReplacementPlan } from './ReplacementPlan.tsx'
import { useReplace } from './useReplace.ts'

export function RollBack({ number, onClose }: { number: number; onClose: () => void }) {
  const { rollBack } = useActions()
  const pending = useLive((s) => s.pending)
  const [looks, setLooks] = useState(0)
  const { data, failure } = useJson(`/api/history/${number}/plan?look=${looks}`, replacement, pending)
  const { busy, refusal, replace } = useReplace(
    (seen) => rollBack({ generation: number, seen }),
    onClose,
    () => setLooks((n) => n + 1),
  )
  if (failure) return <Warning>{failure} There is no plan without it.</Warning>
  if (!data) return <Loading what="the plan" />
  return (
    <ReplacementPlan
      replacement={data}
      verb={`Roll back to commit ${number}`}
      busy={busy ? 'Rolling back' : undefined}
      refusal={refusal}
      onConfirm={() => replace(data.seen)}
      onClose={onClose}
    />
  )
}
