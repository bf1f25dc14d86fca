'use client'
// One password to type, with its help, its hint and how strong it is.
import { Line } from './Line.tsx'
import { STRENGTH_WORDS, type Strength, strengthOf } from './strength.ts'

interface Props {
  id: string
  label: string
  value: string
  onChange: (value: string) => void
  help: string
  /** One that somebody has already, not one that is chosen here. */
  known?: true
  /** Shows how strong it is. */
  measured?: true
  error?: string | undefined
}

export function PasswordRow({ id, label, value, onChange, help, known, measured, error }: Props) {
  const strength = measured && strengthOf(value)
  const hint = strength === undefined ? undefined : STRENGTH_WORDS[strength]
  return (
    <Line {...{ id, label, help, hint, error }}>
      {(control) => (
        <>
          <input
            {...control}
            className="in"
            type="password"
            value={value}
            autoComplete={known ? 'current-password' : 'new-password'}
            onChange={(event) => onChange(event.target.value)}
          />
          {strength !== undefined && <Meter strength={strength} />}
        </>
      )}
    </Line>
  )
}

const Meter = ({ strength }: { strength: Strength }) => (
  <div className="meter" aria-hidden="true">
    {[1, 2, 3, 4].map((n) => (
      <i key={n} className={n <= strength ? 'on' : ''} />
    ))}
  </div>
)
