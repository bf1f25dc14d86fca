// A secret: it is written, never read back.
import type { ControlProps } from './control.ts'
import { nativeProps } from './control.ts'

export const SecretControl = (props: ControlProps) => (
  <input
    {...nativeProps(props)}
    className="in code"
    type="password"
    value={String(props.value)}
    placeholder={props.field.placeholder}
    autoComplete="new-password"
    onChange={(event) => props.onChange(event.target.value)}
  />
)
