// On or off.
import { CheckBox } from '../ui/CheckBox.tsx'
import type { ControlProps } from './control.ts'

export const CheckControl = ({ field, id, value, describedBy, invalid, locked, onChange }: ControlProps) => (
  <CheckBox
    id={id}
    name={field.name}
    checked={value === true}
    label={field.beside}
    accessibleName={field.accessibleName}
    describedBy={describedBy}
    invalid={invalid}
    locked={locked}
    onChange={onChange}
  />
)
