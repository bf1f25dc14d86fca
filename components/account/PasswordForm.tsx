'use client'
// Maintenance > Passwords: one's own.
import { type FormEvent, useState } from 'react'
import { menuPathOf, PASSWORDS } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useActions, useLive } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Message } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { PasswordRow } from './PasswordRow.tsx'
import { STRENGTH_WORDS, strengthOf } from './strength.ts'

const EMPTY = { current: '', next: '', again: '' }
type Name = keyof typeof EMPTY

export function PasswordForm() {
  const { changePassword } = useActions()
  const user = useLive((s) => s.user)
  const toast = useToast()
  const [typed, setTyped] = useState(EMPTY)
  const [refusal, setRefusal] = useState('')
  const [saving, setSaving] = useState(false)
  const differs = typed.again !== '' && typed.again !== typed.next
  const strength = strengthOf(typed.next)
  const set = (name: Name) => (value: string) => setTyped({ ...typed, [name]: value })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (typed.current === '' || typed.next === '' || typed.again !== typed.next)
      return setRefusal('Fill in all three; the new password twice the same.')
    setSaving(true)
    setRefusal('')
    try {
      const answer = await changePassword(typed)
      if (answer.ok) {
        setTyped(EMPTY)
        toast(`The password of ${user} is changed. All other sessions have ended.`)
      } else setRefusal(answer.message.replace(/^Not [a-z]+\. /, ''))
    } catch {
      setRefusal('The console does not answer. Try again.')
    }
    setSaving(false)
  }
  return (
    <>
      <PageHead path={menuPathOf(PASSWORDS)} title={PASSWORDS.title} help={PASSWORDS.help} />
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
          />
          <PasswordRow
            id="next"
            label="New Password"
            value={typed.next}
            onChange={set('next')}
            help="Long is better than complicated: a sentence is good. User names, product names and common words count little."
            hint={STRENGTH_WORDS[strength]}
            strength={strength}
          />
          <PasswordRow
            id="again"
            label="New Password again"
            value={typed.again}
            onChange={set('again')}
            help="The same once more, so that a slip of the finger does not lock you out."
            {...(differs ? { error: 'This is not the same as the new password.' } : {})}
          />
        </fieldset>
        <div className="formend">
          <span className="say small muted">All other sessions of {user} end at once; this one goes on.</span>
          <Button onClick={() => setTyped(EMPTY)}>Cancel</Button>
          <Button look="primary" type="submit" busy={saving ? 'Saving' : undefined}>
            Update
          </Button>
        </div>
      </form>
    </>
  )
}
