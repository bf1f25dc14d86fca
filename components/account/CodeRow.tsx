'use client'
// A code of the second factor to type.
import { Line } from './Line.tsx'

interface Props {
  value: string
  onChange: (value: string) => void
  help: string
}

export const CodeRow = ({ value, onChange, help }: Props) => (
  <Line id="code" label="Code" help={help}>
    {(control) => (
      <input
        {...control}
        className="in code short"
        value={value}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Line>
)
