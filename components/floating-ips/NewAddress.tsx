'use client'
// New Floating IP: one field and its button.
import { type FormEvent, useState } from 'react'
import { floatingIp } from '../../lib/areas/floating-ips/schema.ts'
import type { Facts } from '../../lib/model/facts.ts'
import { describeFields } from '../../lib/model/fields.ts'
import { Locked } from '../form/Locked.tsx'
import { useActions, useMay } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { HelpButton } from '../ui/HelpButton.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { newAddress } from './newAddress.ts'
import type { AddressRow } from './rows.ts'

const [about] = describeFields(floatingIp.schema)

export function NewAddress({ rows, facts }: { rows: readonly AddressRow[]; facts: Facts | null }) {
  const { save } = useActions()
  const mayAdd = useMay('configure')
  const [typed, setTyped] = useState('')
  const [error, setError] = useState('')
  const [saving, setSaving] = useState(false)
  const [help, setHelp] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (saving) return
    const checked = newAddress(typed, rows, facts)
    if ('error' in checked) return setError(checked.error)
    setSaving(true)
    setError('')
    try {
      const answer = await save({
        ...{ area: 'floating-ips', kind: 'floating-ip', parent: 'floating-ips' },
        values: checked,
      })
      if (answer.ok) setTyped('')
      else setError(answer.problems?.[0]?.message ?? answer.message)
    } catch {
      setError('Not saved. The console does not answer. Try again.')
    }
    setSaving(false)
  }
  if (!mayAdd) return <Locked />
  return (
    <form className="form" noValidate onSubmit={submit}>
      <fieldset className="fs" aria-label="Add Floating IP">
        <div className="fshead">
          <h2>Add Floating IP</h2>
        </div>
        <div className={`row ${error ? 'bad' : ''}`}>
          <label htmlFor="address">New Floating IP</label>
          <div>
            <input
              id="address"
              className="in code"
              type="text"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              aria-describedby={error ? 'address-error' : undefined}
              aria-invalid={error ? true : undefined}
              aria-required
              onChange={(event) => setTyped(event.target.value)}
            />
          </div>
          <HelpButton
            of="New Floating IP"
            open={help}
            controls="address-help"
            onToggle={() => setHelp(!help)}
          />
          <div className="side-note">
            <Button look="primary" type="submit" busy={saving ? 'Adding' : undefined}>
              Add Floating IP
            </Button>
          </div>
          {error && (
            <p className="err s-fail" id="address-error" role="alert">
              <Lamp shape="fail" />
              <span>{error}</span>
            </p>
          )}
          {help && (
            <div className="helptext" id="address-help">
              {about?.help}
            </div>
          )}
        </div>
      </fieldset>
    </form>
  )
}
