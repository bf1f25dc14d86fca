// One of some choices, the machine's own among them; a choice that is gone stays to be seen.
import { Icon } from '../ui/Icon.tsx'
import type { ControlProps } from './control.ts'
import { nativeProps } from './control.ts'

export function SelectControl(props: ControlProps) {
  const options = optionsOf(props)
  return (
    <div className="select">
      <select
        {...nativeProps(props)}
        className="in"
        value={String(props.value)}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </div>
  )
}

function optionsOf({ field, machineOptions, value }: ControlProps) {
  const names = field.optionsFrom ? machineOptions[field.optionsFrom] : []
  const listed = [...(field.options ?? []), ...names.map((name) => ({ value: name, label: name }))]
  if (listed.some((o) => o.value === value)) return listed
  const missing = value === '' ? 'Choose' : `${value} (not on this appliance)`
  return [{ value: String(value), label: missing }, ...listed]
}
