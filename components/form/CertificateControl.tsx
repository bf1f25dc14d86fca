'use client'
// Certificates as PEM text: pasted, or read from a file.
import { type ChangeEvent, useId, useRef } from 'react'
import { Button } from '../ui/Button.tsx'
import type { ControlProps } from './control.ts'
import { nativeProps } from './control.ts'

export function CertificateControl(props: ControlProps) {
  const file = useRef<HTMLInputElement>(null)
  const id = useId()
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? []
    event.target.value = ''
    if (chosen) props.onChange(await chosen.text())
  }
  return (
    <div className="pem">
      <textarea
        {...nativeProps(props)}
        className="in code"
        rows={props.value === '' ? 2 : 6}
        value={String(props.value)}
        placeholder={props.field.placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <Button small onClick={() => file.current?.click()} aria-describedby={id}>
        Read from a file
      </Button>
      <span id={id} hidden>
        {props.field.label}
      </span>
      <input
        ref={file}
        type="file"
        accept=".pem,.crt,.cer"
        hidden
        aria-label={`${props.field.label} file`}
        onChange={read}
      />
    </div>
  )
}
