'use client'
// Setting up a second factor: the secret as a picture and as text, a code that shows the device has it, the recovery codes.
import { type FormEvent, useState } from 'react'
import type { FactorSetup as Setup } from '../../lib/protocol/access.ts'
import type { ConsoleActions } from '../../lib/protocol/console.ts'
import { Button } from '../ui/Button.tsx'
import { Message } from '../ui/Message.tsx'
import { CodeRow } from './CodeRow.tsx'
import { QrCode } from './QrCode.tsx'
import { useAsk } from './useAsk.ts'

interface Props {
  actions: Pick<ConsoleActions, 'startFactor' | 'confirmFactor'>
  /** The recovery codes have been kept. */
  onDone: () => void
}

export function FactorSetup({ actions, onDone }: Props) {
  const [setup, setSetup] = useState<Setup>()
  const [codes, setCodes] = useState<string[]>()
  const [code, setCode] = useState('')
  const { busy, refusal, ask } = useAsk()
  const start = async () => setSetup((await ask(actions.startFactor)) ?? undefined)
  const confirm = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await ask(() => actions.confirmFactor({ code }))
    if (answer) setCodes(answer.codes)
  }
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  return (
    <form noValidate onSubmit={confirm}>
      {refusal && (
        <Message tone="fail" lead="Not set up." urgent>
          {refusal}
        </Message>
      )}
      {!setup && (
        <div className="acts-row">
          <strong>Second factor</strong>
          <p>
            After your password the login then asks for a code that an authenticator app shows for 30 seconds.
          </p>
          <Button onClick={start} busy={busy ? 'Starting' : undefined}>
            Set up
          </Button>
        </div>
      )}
      {setup && (
        <>
          <div className="factor">
            <QrCode text={setup.uri} name="QR code of the secret" />
            <div>
              <p>Scan this with an authenticator app. Where it has no camera, type the secret into it:</p>
              <p className="mono secret">{setup.secret.replace(/(.{4})(?!$)/g, '$1 ')}</p>
            </div>
          </div>
          <CodeRow
            value={code}
            onChange={setCode}
            help="Six digits. They show that the app has the secret; the second factor counts from then on."
          />
          <div className="formend fsend">
            <span className="say small muted">Until this is confirmed nothing changes.</span>
            <Button look="primary" type="submit" busy={busy ? 'Confirming' : undefined}>
              Confirm
            </Button>
          </div>
        </>
      )}
    </form>
  )
}

const RecoveryCodes = ({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) => (
  <>
    <div className="part">
      <p>
        <strong>Keep these recovery codes.</strong> Each one stands in for a code once, when the device is
        lost. They are shown this one time.
      </p>
      <ul className="codes mono" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
    <div className="formend fsend">
      <span className="say small muted">The second factor is set up.</span>
      <Button look="primary" onClick={onDone}>
        I have kept them
      </Button>
    </div>
  </>
)
