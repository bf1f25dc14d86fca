'use client'
// A secret: it is written, never read back. Of one that is kept the form has only the name.
import { useState } from 'react'
import { isSecretName } from '../../lib/model/secret.ts'
import type { ControlProps } from './control.ts'
import { nativeProps } from './control.ts'

export function SecretControl(props: ControlProps) {
  const [kept] = useState(isSecretName(props.value) ? props.value : '')
  const isKept = isSecretName(props.value)
  return (
    <input
      {...nativeProps(props)}
      className="in code"
      type="password"
      value={isKept ? '' : String(props.value)}
      placeholder={isKept ? 'Kept; type to replace it' : props.field.placeholder}
      autoComplete="new-password"
      onChange={(event) => props.onChange(event.target.value || kept)}
    />
  )
}
