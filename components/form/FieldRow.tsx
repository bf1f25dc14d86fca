'use client'
// One row of a form: label, control, "?", third column; hint, help and error below.
import type { ComponentType, ReactNode } from 'react'
import type { FieldDescription, FieldKind } from '../../lib/model/fields.ts'
import { HelpButton } from '../ui/HelpButton.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { CertificateControl } from './CertificateControl.tsx'
import { CheckControl } from './CheckControl.tsx'
import type { ControlProps, MachineOptions } from './control.ts'
import { KeyPairControl } from './KeyPairControl.tsx'
import { NumberControl } from './NumberControl.tsx'
import { SecretControl } from './SecretControl.tsx'
import { SelectControl } from './SelectControl.tsx'
import { TextControl } from './TextControl.tsx'
import type { Control } from './values.ts'

const CONTROLS: Record<FieldKind, ComponentType<ControlProps>> = {
  text: TextControl,
  address: TextControl,
  addresses: TextControl,
  ports: TextControl,
  port: NumberControl,
  number: NumberControl,
  select: SelectControl,
  checkbox: CheckControl,
  secret: SecretControl,
  certificate: CertificateControl,
  'key-pair': KeyPairControl,
}

interface Props {
  field: FieldDescription
  value: Control
  changed: boolean
  error: string | undefined
  warning: string | undefined
  /** Third column: what runs, or what the machine knows. */
  note: ReactNode
  machineOptions: MachineOptions
  locked: boolean
  helpOpen: boolean
  onHelp: () => void
  onChange: (value: Control) => void
  onBlur: () => void
}

export function FieldRow(props: Props) {
  const { field, error, warning, note, helpOpen } = props
  const id = field.name
  const Control = CONTROLS[field.kind]
  const described = [field.hint && `${id}-hint`, error && `${id}-error`, warning && `${id}-warning`].filter(
    Boolean,
  )
  const looks = [props.changed && 'changed', error && 'bad', field.advanced && 'sub-row'].filter(Boolean)
  return (
    <div className={`row ${looks.join(' ')}`}>
      <label htmlFor={id}>{field.label}</label>
      <div>
        <Control
          field={field}
          id={id}
          value={props.value}
          describedBy={described.length ? described.join(' ') : undefined}
          invalid={error !== undefined}
          locked={props.locked}
          machineOptions={props.machineOptions}
          onChange={props.onChange}
          onBlur={props.onBlur}
        />
        {field.hint && (
          <p className="hint" id={`${id}-hint`}>
            {field.hint}
          </p>
        )}
      </div>
      <HelpButton of={field.label} open={helpOpen} controls={`${id}-help`} onToggle={props.onHelp} />
      <div className="side-note">{note}</div>
      {error && <Finding id={`${id}-error`} text={error} bad />}
      {warning && <Finding id={`${id}-warning`} text={warning} />}
      {helpOpen && (
        <div className="helptext" id={`${id}-help`}>
          {field.help}
        </div>
      )}
    </div>
  )
}

const Finding = ({ id, text, bad = false }: { id: string; text: string; bad?: boolean }) => (
  <p className={`err ${bad ? 's-fail' : 's-some'}`} id={id}>
    <Lamp shape={bad ? 'fail' : 'warn'} />
    <span>{text}</span>
  </p>
)
