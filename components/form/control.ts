// What every kind of control is given.
import type { FocusEvent } from 'react'
import type { Facts } from '../../lib/model/facts.ts'
import type { FieldDescription } from '../../lib/model/fields.ts'
import type { Control } from './values.ts'

/** Choices that the machine's facts give, by what a field wants of them. */
export type MachineOptions = Record<NonNullable<FieldDescription['optionsFrom']>, readonly string[]>

export const machineOptionsOf = (facts: Facts | null): MachineOptions => ({
  scripts: facts?.scripts ?? [],
  interfaces: (facts?.interfaces ?? []).map((i) => i.name).filter((name) => name !== 'lo'),
})

export interface ControlProps {
  field: FieldDescription
  id: string
  value: Control
  /** Ids of the hint and the error. */
  describedBy: string | undefined
  invalid: boolean
  /** Shown to somebody who may not change it. */
  locked: boolean
  machineOptions: MachineOptions
  onChange: (value: Control) => void
  onBlur: () => void
}

/** What all native controls have in common. */
export const nativeProps = ({ field, id, describedBy, invalid, locked, onBlur }: ControlProps) => ({
  id,
  name: field.name,
  disabled: locked,
  'aria-label': field.accessibleName,
  'aria-describedby': describedBy,
  'aria-invalid': invalid ? (true as const) : undefined,
  'aria-required': field.required ? (true as const) : undefined,
  onBlur: (event: FocusEvent) => {
    if (!isPressed(event.relatedTarget)) onBlur()
  },
})

/** A message that came up while a button is pressed would move the button away from under the pointer. */
const isPressed = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, a') !== null
