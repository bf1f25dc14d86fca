// A check box with its words beside it.
import { Icon } from './Icon.tsx'

interface Props {
  id: string
  checked: boolean
  onChange: (checked: boolean) => void
  /** Words beside it; in a form the row's own label names it. */
  label?: string | undefined
  describedBy?: string | undefined
  name?: string
  accessibleName?: string | undefined
  invalid?: boolean
  locked?: boolean
}

export const CheckBox = ({
  id,
  checked,
  onChange,
  label,
  describedBy,
  name,
  accessibleName,
  invalid,
  locked,
}: Props) => (
  <div className="check">
    <input
      className="cb"
      type="checkbox"
      id={id}
      name={name}
      checked={checked}
      disabled={locked}
      aria-label={accessibleName}
      aria-describedby={describedBy}
      aria-invalid={invalid ? true : undefined}
      onChange={(event) => onChange(event.target.checked)}
    />
    <Icon name="tick" className="tick" />
    {label && (name ? <span className="muted">{label}</span> : <label htmlFor={id}>{label}</label>)}
  </div>
)
