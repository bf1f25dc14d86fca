'use client'
// One's own second factor: set up, or turned off with password and code.
import { type FormEvent, useState } from 'react'
import type { AccountView } from '../../lib/protocol/access.ts'
import { useActions } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Message } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { count } from '../ui/words.ts'
import { CodeRow } from './CodeRow.tsx'
import { FactorSetup } from './FactorSetup.tsx'
import { PasswordRow } from './PasswordRow.tsx'
import { useAsk } from './useAsk.ts'

interface Props {
  account: AccountView
  onChanged: () => void
}

export function SecondFactor({ account, onChanged }: Props) {
  const actions = useActions()
  const toast = useToast()
  const [stopping, setStopping] = useState(false)
  const { on, required, codesLeft } = account.secondFactor
  const changed = (words: string) => () => {
    setStopping(false)
    toast(words)
    onChanged()
  }
  return (
    <section className="fs form" aria-label="Second factor">
      <div className="fshead">
        <h2>Second factor of {account.user}</h2>
      </div>
      {!on && <FactorSetup actions={actions} onDone={changed('The second factor is set up.')} />}
      {on && !stopping && (
        <div className="acts-row">
          <strong>Second factor</strong>
          <p>
            On. {count(codesLeft, 'recovery code is', 'recovery codes are')} left.
            {required && ' Your group must have one: turned off, it is to be set up anew at once.'}
          </p>
          <Button onClick={() => setStopping(true)}>Turn off …</Button>
        </div>
      )}
      {on && stopping && (
        <Stop onClose={() => setStopping(false)} onDone={changed('The second factor is turned off.')} />
      )}
    </section>
  )
}

function Stop({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { stopFactor } = useActions()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const { busy, refusal, ask } = useAsk()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await ask(() => stopFactor({ password, code }))) onDone()
  }
  return (
    <form method="post" noValidate onSubmit={submit}>
      {refusal && (
        <Message tone="fail" lead="Not turned off." urgent>
          {refusal}
        </Message>
      )}
      <PasswordRow
        id="own"
        label="Your Password"
        value={password}
        onChange={setPassword}
        help="It shows that it is you who turns it off."
        known
      />
      <CodeRow value={code} onChange={setCode} help="The code that the app shows now, or a recovery code." />
      <div className="formend fsend">
        <span className="say small muted">From then on your password alone opens a session.</span>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" type="submit" busy={busy ? 'Turning off' : undefined}>
          Turn off the second factor
        </Button>
      </div>
    </form>
  )
}
