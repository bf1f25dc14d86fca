'use client'
// One password to type, with its help, its hint and how strong it is.
import { useState } from 'react'
import { HelpButton } from '../ui/HelpButton.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import type { Strength } from './strength.ts'

interface Props {
  id: string
  label: string
  value: string
  onChange: (value: string) => void
  help: string
  hint?: string
  strength?: Strength
  error?: string
}

export function PasswordRow({ id, label, value, onChange, help, hint, strength, error }: Props) {
  const [open, setOpen] = useState(false)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={`row ${error ? 'bad' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <div>
        <input
          className="in"
          id={id}
          type="password"
          value={value}
          autoComplete={id === 'current' ? 'current-password' : 'new-password'}
          aria-describedby={described || undefined}
          aria-invalid={error ? true : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        {strength !== undefined && <Meter strength={strength} />}
        {hint && (
          <p className="hint" id={`${id}-hint`} aria-live="polite">
            {hint}
          </p>
        )}
      </div>
      <HelpButton of={label} open={open} controls={`${id}-help`} onToggle={() => setOpen(!open)} />
      <div className="side-note" />
      {error && (
        <p className="err s-fail" id={`${id}-error`}>
          <Lamp shape="fail" />
          <span>{error}</span>
        </p>
      )}
      {open && (
        <div className="helptext" id={`${id}-help`}>
          {help}
        </div>
      )}
    </div>
  )
}

const Meter = ({ strength }: { strength: Strength }) => (
  <div className="meter" aria-hidden="true">
    {[1, 2, 3, 4].map((n) => (
      <i key={n} className={n <= strength ? 'on' : ''} />
    ))}
  </div>
)
