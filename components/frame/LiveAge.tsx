'use client'
// How old the newest facts on this page are.
import { useLive, useNow, useSilence } from '../live/Live.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { ageOf } from '../ui/words.ts'

export function LiveAge() {
  const now = useNow(250)
  const lookedAt = useLive((s) => s.agent.lookedAt)
  const silent = useSilence()
  if (now === null) return <span className="live">Connecting</span>
  if (silent || lookedAt === null)
    return (
      <span className="live silent">
        <Lamp shape="warn" />
        <b>Not live</b>
        <span className="age">{lookedAt !== null && `${ageOf(now - lookedAt)} old`}</span>
      </span>
    )
  return (
    <span className="live" title="Age of the newest facts on this page">
      <span className="pulse" />
      <b>Live</b>
      <span className="age">{(Math.max(0, now - lookedAt) / 1000).toFixed(1)} s ago</span>
    </span>
  )
}
