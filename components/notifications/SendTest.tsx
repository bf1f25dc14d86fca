'use client'
// Send a test, with what came of it at which step; below it what became of real notifications.
import { useState } from 'react'
import type { Delivery } from '../../lib/protocol/messages.ts'
import { useActions, useMay, useNow } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { type Shape, State } from '../ui/Lamp.tsx'
import { Message } from '../ui/Message.tsx'
import { count, momentOf } from '../ui/words.ts'
import { useDeliveries } from './useDeliveries.ts'

const NAMES: Record<Delivery['channel'], string> = { 'e-mail': 'E-mail', webhook: 'Webhook' }

export function SendTest() {
  const { testNotifications } = useActions()
  const maySend = useMay('configure')
  const [sending, setSending] = useState(false)
  const [tested, setTested] = useState<Delivery[]>([])
  const [refusal, setRefusal] = useState('')
  const state = useDeliveries()
  const send = async () => {
    setSending(true)
    setRefusal('')
    setTested([])
    try {
      const answer = await testNotifications()
      if (answer.ok) setTested(answer.deliveries)
      else setRefusal(answer.message.replace(/^Not sent\. /, ''))
    } catch {
      setRefusal('The console does not answer. Try again.')
    }
    setSending(false)
  }
  return (
    <div className="form mt-4">
      <section className="fs" aria-label="Send a test">
        <div className="fshead">
          <h2>Test</h2>
        </div>
        {refusal && (
          <Message tone="fail" lead="Not sent." urgent>
            {refusal}
          </Message>
        )}
        <div className="acts-row">
          <strong>Send a test</strong>
          <p>
            Sends one e-mail to all recipients and calls the webhook, whichever is set up, with what is saved.
            It says at which step it failed.
          </p>
          {maySend && (
            <Button onClick={send} busy={sending ? 'Sending' : undefined}>
              Send a test
            </Button>
          )}
        </div>
        <div role="status">
          {tested.map((d) => (
            <Outcome key={d.channel} delivery={d} words={d.ok ? 'Sent' : 'Not sent'} />
          ))}
        </div>
      </section>
      {state && state.last.length + state.failures.length + state.waiting > 0 && (
        <section className="fs" aria-label="Notifications sent">
          <div className="fshead">
            <h2>Notifications sent</h2>
          </div>
          {state.waiting > 0 && (
            <p className="px-4 py-2">
              {count(state.waiting, 'notification waits', 'notifications wait')} for the next try.
            </p>
          )}
          {state.last.map((d) => (
            <Outcome key={d.channel} delivery={d} words={d.ok ? 'Sent' : 'Failed'} timed />
          ))}
          {state.failures.map((d) => (
            <Outcome key={`${d.at} ${d.channel}`} delivery={d} words="Given up" timed />
          ))}
        </section>
      )}
    </div>
  )
}

interface Props {
  delivery: Delivery
  words: string
  timed?: boolean
}

function Outcome({ delivery, words, timed = false }: Props) {
  const now = useNow(10_000)
  const shape: Shape = delivery.ok ? 'ok' : 'fail'
  return (
    <div className="acts-row">
      <strong>{NAMES[delivery.channel]}</strong>
      <p>
        {timed && now !== null && <span className="muted">{momentOf(delivery.at, now)}: </span>}
        {delivery.text}
      </p>
      <span className="justify-self-end">
        <State shape={shape}>{words}</State>
      </span>
    </div>
  )
}
