'use client'
// A row of these forms: label, control, "?", error.
import { type ReactNode, useState } from 'react'
import { HelpButton } from '../ui/HelpButton.tsx'
import { Lamp } from '../ui/Lamp.tsx'

interface Props {
  /** The control's own id. */
  id: string
  label: string
  help: string
  error?: string
  children: ReactNode
}

export function Row({ id, label, help, error = '', children }: Props) {
  const [open, setOpen] = useState(false)
  return (
    <div className={`row ${error ? 'bad' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <div>{children}</div>
      <HelpButton of={label} open={open} controls={`${id}-help`} onToggle={() => setOpen(!open)} />
      <div className="side-note" />
      {error && (
        <p className="err s-fail" id={`${id}-error`} role="alert">
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
