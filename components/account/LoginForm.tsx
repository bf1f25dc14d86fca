'use client'
// The door: user and password, then a code where one is asked for, and the way back to where one came from.
import { type FormEvent, useEffect, useState } from 'react'
import { safeTarget } from '../live/address.ts'
import { Button } from '../ui/Button.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { Logo } from '../ui/Logo.tsx'
import { logIn, type Next } from './logIn.ts'

export function LoginForm({ host, to }: { host: string; to: string | undefined }) {
  const [next, setNext] = useState<Next>()
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  const first = next ? 'code' : 'username'
  useEffect(() => document.getElementById(first)?.focus(), [first])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name))
    setBusy(true)
    const answer = await logIn(
      next
        ? { ticket: next.ticket, code: text('code') }
        : { username: text('username'), password: text('password') },
    )
    if (answer === null) return window.location.assign(safeTarget(to))
    setBusy(false)
    if (typeof answer !== 'string') {
      setNext(answer)
      return setRefusal('')
    }
    setRefusal(answer)
    document.getElementById(next ? 'code' : 'password')?.focus()
  }
  const again = () => {
    setNext(undefined)
    setRefusal('')
  }
  const said = {
    'aria-describedby': refusal ? 'refusal' : undefined,
    'aria-invalid': refusal ? (true as const) : undefined,
  }
  return (
    // Sent before the page is awake, it must not put a password into an address.
    <form className="card" method="post" onSubmit={submit}>
      <h1>
        <Logo />
        Fulcrum
      </h1>
      <p className="mono muted">{host}</p>
      {next ? (
        <CodeField key={next.ticket} prompt={next.prompt} said={said} />
      ) : (
        <PasswordFields said={said} />
      )}
      {refusal && (
        <p className="err s-fail" id="refusal" role="alert">
          <Lamp shape="fail" />
          <span>{refusal}</span>
        </p>
      )}
      <Button look="primary" type="submit" busy={busy ? 'Logging in' : undefined}>
        Log in
      </Button>
      {next && (
        <Button look="bare" onClick={again}>
          Begin again
        </Button>
      )}
    </form>
  )
}

interface Said {
  said: { 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }
}

const PasswordFields = ({ said }: Said) => (
  <>
    <label htmlFor="username">Username</label>
    <input
      className="in"
      id="username"
      name="username"
      autoComplete="username"
      autoCapitalize="none"
      required
    />
    <label htmlFor="password">Password</label>
    <input
      {...said}
      className="in"
      id="password"
      name="password"
      type="password"
      autoComplete="current-password"
      required
    />
  </>
)

const CodeField = ({ prompt, said }: Said & { prompt: string }) => (
  <>
    <label htmlFor="code">Code</label>
    <input
      {...said}
      className="in code"
      id="code"
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
    />
    <p className="small muted">{prompt}</p>
  </>
)
