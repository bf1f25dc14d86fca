'use client'
// A new token: its name, its group, how long it lives.
import { type FormEvent, useState } from 'react'
import { GROUPS, isGroup } from '../../lib/model/rights.ts'
import { newToken } from '../../lib/protocol/tokens.ts'
import { useActions } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Row } from './Row.tsx'

const LIVES: readonly (readonly [string, string])[] = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', '1 year'],
  ['', 'Until it is revoked'],
]
const EMPTY = { name: '', group: 'report', days: '90' }

export function NewTokenForm({ onMade }: { onMade: (token: string) => void }) {
  const { createToken } = useActions()
  const [typed, setTyped] = useState(EMPTY)
  const [error, setError] = useState('')
  const [saving, setSaving] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (saving) return
    const { name, group, days } = typed
    const wanted = newToken.safeParse({ name, group, days: days === '' ? null : Number(days) })
    if (!wanted.success) return setError(wanted.error.issues[0]?.message ?? '')
    setSaving(true)
    setError('')
    const answer = await createToken(wanted.data).catch(() => AWAY)
    setSaving(false)
    if (!answer.ok) return setError(answer.message)
    setTyped(EMPTY)
    onMade(answer.token)
  }
  return (
    <form className="form" noValidate onSubmit={submit}>
      <fieldset className="fs" aria-label="New token">
        <div className="fshead">
          <h2>New token</h2>
        </div>
        <Row id="token-name" label="Name" help="What it is for. The audit trail names it so." error={error}>
          <input
            id="token-name"
            className="in"
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={typed.name}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? 'token-name-error' : undefined}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          />
        </Row>
        <Row
          id="token-group"
          label="Group"
          help="What the script may, exactly as people of this group. For Prometheus, report is enough; to drain servers, maintenance."
        >
          <select
            id="token-group"
            className="in"
            value={typed.group}
            onChange={(event) =>
              isGroup(event.target.value) && setTyped({ ...typed, group: event.target.value })
            }
          >
            {GROUPS.map((group) => (
              <option key={group}>{group}</option>
            ))}
          </select>
        </Row>
        <Row
          id="token-days"
          label="Valid for"
          help="After this time it opens nothing any more. It can be revoked before."
        >
          <select
            id="token-days"
            className="in"
            value={typed.days}
            onChange={(event) => setTyped({ ...typed, days: event.target.value })}
          >
            {LIVES.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </Row>
      </fieldset>
      <div className="formend">
        <span className="say small muted">The token is shown once, right after it is made.</span>
        <Button look="primary" type="submit" busy={saving ? 'Making' : undefined}>
          Make a token
        </Button>
      </div>
    </form>
  )
}

const AWAY = { ok: false as const, message: 'Not made. The console does not answer. Try again.' }
