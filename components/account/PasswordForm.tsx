'use client'
// A password of one's own: the current one, and the new one twice.
import { type FormEvent, useState } from 'react'
import type { ConsoleActions } from '../../lib/protocol/console.ts'
import { Button } from '../ui/Button.tsx'
import { Message } from '../ui/Message.tsx'
import { PasswordRow } from './PasswordRow.tsx'
import { useAsk } from './useAsk.ts'

const EMPTY = { current: '', next: '', again: '' }
type Name = keyof typeof EMPTY

interface Props {
  user: string
  changePassword: ConsoleActions['changePassword']
  onChanged: () => void
}

export function PasswordForm({ user, changePassword, onChanged }: Props) {
  const [typed, setTyped] = useState(EMPTY)
  const { busy, refusal, refuse, ask } = useAsk()
  const differs = typed.again !== '' && typed.again !== typed.next
  const set = (name: Name) => (value: string) => setTyped({ ...typed, [name]: value })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (typed.current === '' || typed.next === '' || typed.again !== typed.next)
      return refuse('Fill in all three; the new password twice the same.')
    if (!(await ask(() => changePassword(typed)))) return
    setTyped(EMPTY)
    onChanged()
  }
  return (
    <form className="form" method="post" noValidate onSubmit={submit}>
      {refusal && (
        <Message tone="fail" lead="Not changed." urgent>
          {refusal}
        </Message>
      )}
      <fieldset className="fs" aria-label={`Password of ${user}`}>
        <div className="fshead">
          <h2>Password of {user}</h2>
        </div>
        <PasswordRow
          id="current"
          label="Current Password"
          value={typed.current}
          onChange={set('current')}
          help="The password you logged in with. It shows that it is you who changes it."
          known
        />
        <PasswordRow
          id="next"
          label="New Password"
          value={typed.next}
          onChange={set('next')}
          help="Long is better than complicated: a sentence is good. User names, product names and common words count little."
          measured
        />
        <PasswordRow
          id="again"
          label="New Password again"
          value={typed.again}
          onChange={set('again')}
          help="The same once more, so that a slip of the finger does not lock you out."
          error={differs ? 'This is not the same as the new password.' : undefined}
        />
        <div className="formend fsend">
          <span className="say small muted">All other sessions of {user} end at once; this one goes on.</span>
          <Button onClick={() => setTyped(EMPTY)}>Cancel</Button>
          <Button look="primary" type="submit" busy={busy ? 'Saving' : undefined}>
            Update
          </Button>
        </div>
      </fieldset>
    </form>
  )
}
