// A line of text; addresses and ports in the machine's own letters.
import type { ControlProps } from './control.ts'
import { nativeProps } from './control.ts'

const CODE = ['address', 'addresses', 'ports', 'port']

export const TextControl = (props: ControlProps) => (
  <input
    {...nativeProps(props)}
    className={`in ${CODE.includes(props.field.kind) ? 'code' : ''}`}
    type="text"
    value={String(props.value)}
    placeholder={props.field.placeholder}
    autoComplete="off"
    spellCheck={false}
    onChange={(event) => props.onChange(event.target.value)}
  />
)
