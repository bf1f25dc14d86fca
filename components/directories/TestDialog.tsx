'use client'
// Test: a name and a password, and how far a login with them comes. Nothing of it is kept.
import { Dialog } from 'radix-ui'
import { type FormEvent, useId, useState } from 'react'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { type TestAnswer, testAnswer } from '../../lib/protocol/login.ts'
import { postJson } from '../live/address.ts'
import { Button } from '../ui/Button.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { Message } from '../ui/Message.tsx'

interface Props {
  directory: StoredItem
  onClose: () => void
}

const VERDICTS: Record<TestAnswer['outcome'], string> = {
  accepted: 'This user can log in.',
  challenge: 'The name and the password are right, and a code is asked for.',
  refused: 'This user cannot log in.',
  unavailable: 'The directory could not be asked.',
}

export function TestDialog({ directory, onClose }: Props) {
  const id = useId()
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<TestAnswer>()
  const [refusal, setRefusal] = useState('')
  const test = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setRefusal('')
    setAnswer(undefined)
    try {
      setAnswer(
        testAnswer.parse(await postJson('/api/test-directory', { directory: directory.id, user, password })),
      )
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <div className="scrim" />
        <Dialog.Content className="dialog test-dialog" aria-modal="true">
          <Dialog.Title asChild>
            <h2>Test {directory.label}</h2>
          </Dialog.Title>
          <form noValidate onSubmit={test}>
            <div className="body">
              <Dialog.Description asChild>
                <p>
                  Tries a login with what is applied now. It opens no session, and the password is not kept.
                </p>
              </Dialog.Description>
              <label htmlFor={`${id}-user`}>Username</label>
              <input
                id={`${id}-user`}
                className="in"
                value={user}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => setUser(event.target.value)}
              />
              <label htmlFor={`${id}-password`}>Password</label>
              <input
                id={`${id}-password`}
                className="in"
                type="password"
                value={password}
                autoComplete="off"
                onChange={(event) => setPassword(event.target.value)}
              />
              <div role="status">{answer && <Outcome answer={answer} />}</div>
              {refusal && (
                <Message tone="fail" lead="Not tested." urgent>
                  {refusal}
                </Message>
              )}
            </div>
            <div className="acts">
              <Dialog.Close asChild>
                <Button>Close</Button>
              </Dialog.Close>
              <Button type="submit" look="primary" busy={busy ? 'Testing' : undefined}>
                Test
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const Outcome = ({ answer: { outcome, lines } }: { answer: TestAnswer }) => (
  <ol className="steps-done">
    {lines.map((line) => (
      <li key={line.text}>
        <Lamp shape={line.ok ? 'ok' : 'fail'} />
        <span>{line.text}</span>
      </li>
    ))}
    <li>
      <span />
      <strong>{VERDICTS[outcome]}</strong>
    </li>
  </ol>
)
