// A number with its unit; kept as text, so that nothing typed is lost.
import type { ControlProps } from './control.ts'
import { nativeProps } from './control.ts'

export const NumberControl = (props: ControlProps) => (
  <div className="with-unit">
    <input
      {...nativeProps(props)}
      className={`in code ${props.field.placeholder ? '' : 'short'}`}
      type="text"
      inputMode="numeric"
      value={String(props.value)}
      placeholder={props.field.placeholder}
      autoComplete="off"
      onChange={(event) => props.onChange(event.target.value)}
    />
    {props.field.unit}
  </div>
)
