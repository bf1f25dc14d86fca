'use client'
// On top of every page while a change of the way to the console waits: how long, where it answers now, keep or undo; and what was undone.
import { useState } from 'react'
import type { Confirmation } from '../../lib/protocol/confirm.ts'
import { useActions, useLive, useNow } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Message, Warning } from '../ui/Message.tsx'
import { isNews, newAddress, secondsLeft } from './confirmation.ts'

export function Confirm() {
  const confirmation = useLive((s) => s.confirmation)
  const [read, setRead] = useState('')
  const now = useNow(1000)
  if (!confirmation || now === null) return null
  if (confirmation.state === 'waiting') return <Waiting change={confirmation} now={now} />
  if (!isNews(confirmation, now) || read === confirmation.id) return null
  return (
    <div className="decide">
      <Warning
        acts={
          <Button small onClick={() => setRead(confirmation.id)}>
            Close
          </Button>
        }
      >
        The change of how this console is reached, by {confirmation.author}, was not kept and is undone. What
        ran and what was saved before is back.
      </Warning>
    </div>
  )
}

function Waiting({ change, now }: { change: Confirmation; now: number }) {
  const left = secondsLeft(change, now)
  const elsewhere = newAddress(change, window.location)
  const { refusal, otherWay, busy, keep, undo } = useDecision(change.id)
  return (
    <div className="decide">
      <Message
        tone="pen"
        lead="Keep this change?"
        acts={
          <>
            {elsewhere ? (
              <a className="btn primary sm" href={elsewhere}>
                Open the console there
              </a>
            ) : (
              <Button small look="primary" busy={busy === 'keep' ? 'Keeping' : undefined} onClick={keep}>
                Keep this change
              </Button>
            )}
            <Button small busy={busy === 'undo' ? 'Undoing' : undefined} onClick={undo}>
              Undo now
            </Button>
          </>
        }
      >
        <span role="alert" className="sr-only">
          A change of how this console is reached waits for somebody to keep it.
        </span>
        {change.author} changed how this console is reached.{' '}
        {left > 0
          ? `It is undone in ${left} s, unless somebody keeps it`
          : 'Its time is over: it is being undone'}
        {left > 0 &&
          (elsewhere ? (
            <>
              {' '}
              at the new address, <span className="mono break">{elsewhere}</span>.
            </>
          ) : (
            '.'
          ))}
        {left === 0 && '.'}
        {otherWay && left > 0 && (
          <>
            {' '}
            This page still has its former connection. <a href={window.location.href}>Load it again</a>, then
            keep the change.
          </>
        )}
        {refusal && <> {refusal}</>}
      </Message>
    </div>
  )
}

function useDecision(id: string) {
  const { keepChange, undoChange } = useActions()
  const [busy, setBusy] = useState<'keep' | 'undo'>()
  const [refusal, setRefusal] = useState('')
  const [otherWay, setOtherWay] = useState(false)
  const decide = async (what: 'keep' | 'undo') => {
    setBusy(what)
    setRefusal('')
    try {
      const answer = what === 'keep' ? await keepChange(id) : await undoChange(id)
      if (!answer.ok) setRefusal(answer.message)
      else setOtherWay('otherWay' in answer && answer.otherWay === true)
    } catch {
      setRefusal('The console does not answer. Try again.')
    }
    setBusy(undefined)
  }
  return { busy, refusal, otherWay, keep: () => decide('keep'), undo: () => decide('undo') }
}
