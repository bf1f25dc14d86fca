'use client'
// The door: user and password, and the way back to where one came from.
import { type FormEvent, useEffect, useState } from 'react'
import { safeTarget } from '../live/address.ts'
import { Button } from '../ui/Button.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { Logo } from '../ui/Logo.tsx'
import { logIn } from './logIn.ts'

export function LoginForm({ host, to }: { host: string; to: string | undefined }) {
  const [refusal, setRefusal] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => document.getElementById('username')?.focus(), [])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    const why = await logIn(String(form.get('username')), String(form.get('password')))
    if (why === null) return window.location.assign(safeTarget(to))
    setRefusal(why)
    setBusy(false)
    document.getElementById('password')?.focus()
  }
  return (
    // Sent before the page is awake, it must not put a password into an address.
    <form className="card" method="post" onSubmit={submit}>
      <h1>
        <Logo />
        Fulcrum
      </h1>
      <p className="mono muted">{host}</p>
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
        className="in"
        id="password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        aria-describedby={refusal ? 'refusal' : undefined}
        aria-invalid={refusal ? true : undefined}
      />
      {refusal && (
        <p className="err s-fail" id="refusal" role="alert">
          <Lamp shape="fail" />
          <span>{refusal}</span>
        </p>
      )}
      <Button look="primary" type="submit" busy={busy ? 'Logging in' : undefined}>
        Log in
      </Button>
    </form>
  )
}
