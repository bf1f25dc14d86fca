'use client'
// From where the metrics are read without a token.
import { type FormEvent, useEffect, useState } from 'react'
import { metricsNetworks } from '../../lib/protocol/tokens.ts'
import { useActions } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { Row } from './Row.tsx'

export function MetricsForm({ networks, onSaved }: { networks: string; onSaved: () => void }) {
  const { setMetricsNetworks } = useActions()
  const toast = useToast()
  const [typed, setTyped] = useState(networks)
  const [error, setError] = useState('')
  const [saving, setSaving] = useState(false)
  useEffect(() => setTyped(networks), [networks])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (saving) return
    const wanted = metricsNetworks.safeParse({ networks: typed })
    if (!wanted.success) return setError(wanted.error.issues[0]?.message ?? '')
    setSaving(true)
    setError('')
    const answer = await setMetricsNetworks(wanted.data).catch(() => AWAY)
    setSaving(false)
    if (!answer.ok) return setError(answer.message)
    toast(typed.trim() === '' ? 'Metrics need a token everywhere.' : 'Saved. It holds at once.')
    onSaved()
  }
  return (
    <form className="form" noValidate onSubmit={submit}>
      <fieldset className="fs" aria-label="Prometheus metrics">
        <div className="fshead">
          <h2>Prometheus metrics</h2>
        </div>
        <Row
          id="networks"
          label="Allowed networks"
          help="Machines of these networks read /lbadmin/metrics without a token. Everybody else needs one."
          error={error}
        >
          <input
            id="networks"
            className="in code"
            type="text"
            autoComplete="off"
            spellCheck={false}
            placeholder="A token is needed everywhere"
            value={typed}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? 'networks-error' : undefined}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Row>
      </fieldset>
      <div className="formend">
        <span className="say small muted">Update acts at once.</span>
        <Button onClick={() => setTyped(networks)}>Cancel</Button>
        <Button type="submit" busy={saving ? 'Saving' : undefined}>
          Update
        </Button>
      </div>
    </form>
  )
}

const AWAY = { ok: false as const, message: 'Not saved. The console does not answer. Try again.' }
