'use client'
// On top of every page: who does not answer, what differs from what was applied, what the agent has to say.
import { useLive, useNow, useSilence } from '../live/Live.tsx'
import { Information, Message, Warning } from '../ui/Message.tsx'
import { ageOf, count, timeOf } from '../ui/words.ts'

const SHOWN = 2

export function Notices() {
  const notices = useLive((s) => s.notices)
  const rest = notices.length - SHOWN
  return (
    <>
      <Silent />
      <Differs />
      {notices.slice(0, SHOWN).map((notice) => (
        <Information key={notice}>{notice}</Information>
      ))}
      {rest > 0 && <p className="small muted mb-3">{rest} more</p>}
    </>
  )
}

function Silent() {
  const silent = useSilence()
  const now = useNow(1000)
  if (!silent || now === null) return null
  if (silent.since === null)
    return (
      <Warning>The agent does not answer. Nothing is known of what runs; traffic is not affected.</Warning>
    )
  return (
    <Warning>
      The {silent.who} has not answered for {ageOf(now - silent.since)}. What you see is from{' '}
      {timeOf(silent.since)} UTC.
    </Warning>
  )
}

/** Only what was seen just now differs; what nobody could look at may not. */
function Differs() {
  const differences = useLive((s) => s.differences)
  const silent = useSilence()
  if (differences.length === 0 || silent) return null
  const rest = differences.length - SHOWN
  return (
    <Message tone="fail" lead="What runs differs from what was applied.">
      {differences.slice(0, SHOWN).map((d) => (
        <span key={d.message}>{d.message} </span>
      ))}
      {rest > 0 && `${count(rest, 'more difference')}.`}
    </Message>
  )
}
