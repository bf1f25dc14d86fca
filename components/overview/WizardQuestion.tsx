'use client'
// The first visit: whether to be led to a first service. Either answer ends the question, for everybody.
import { useState } from 'react'
import { useGo } from '../frame/Leave.tsx'
import { LAYER7_SERVICES } from '../frame/menu.ts'
import { useActions, useLive } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Message } from '../ui/Message.tsx'

export function WizardQuestion() {
  const asked = useLive((s) => s.wizard)
  const { answerWizard } = useActions()
  const go = useGo()
  const [failure, setFailure] = useState('')
  if (!asked) return null
  const answer = async (what: 'accept' | 'dismiss') => {
    try {
      const noted = await answerWizard(what)
      if (!noted.ok) return setFailure(noted.message)
      if (what === 'accept') go(`${LAYER7_SERVICES.href}/new`)
    } catch {
      setFailure('The console does not answer. Try again.')
    }
  }
  return (
    <section aria-label="Setup Wizard">
      <Message
        tone="info"
        lead="Would you like to run the Setup Wizard?"
        acts={
          <>
            <Button small onClick={() => answer('accept')}>
              Accept
            </Button>
            <Button small onClick={() => answer('dismiss')}>
              Dismiss
            </Button>
          </>
        }
      >
        Accept opens Layer 7 - Add a new Virtual Service, the first step.
        {failure && (
          <span className="s-fail" role="alert">
            {' '}
            {failure}
          </span>
        )}
      </Message>
    </section>
  )
}
