'use client'
// One row of a form of this page: label, control, help, hint and error.
import { type ReactNode, useState } from 'react'
import { HelpButton } from '../ui/HelpButton.tsx'
import { Lamp } from '../ui/Lamp.tsx'

interface Props {
  id: string
  label: string
  help: string
  hint?: string | undefined
  error?: string | undefined
  /** The control; `describedBy` names its hint and its error. */
  children: (control: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
  }) => ReactNode
}

export function Line({ id, label, help, hint, error, children }: Props) {
  const [open, setOpen] = useState(false)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={`row ${error ? 'bad' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <div>
        {children({
          id,
          'aria-describedby': described || undefined,
          'aria-invalid': error ? true : undefined,
        })}
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
