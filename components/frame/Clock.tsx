'use client'
// The appliance's time in UTC, ticking by the console's clock.
import { useNow } from '../live/Live.tsx'
import { clockOf } from '../ui/words.ts'

export function Clock() {
  const now = useNow(250)
  if (now === null) return <span className="clock" />
  return (
    <time className="clock" dateTime={new Date(now).toISOString().slice(0, 19)}>
      {clockOf(now)}
    </time>
  )
}
