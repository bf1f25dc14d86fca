'use client'
// A plain text field with numbered lines: lines do not wrap, so that each number stands beside its own.
import { useMemo, useRef } from 'react'

interface Props {
  id: string
  value: string
  describedBy: string
  invalid: boolean
  locked: boolean
  onChange: (value: string) => void
}

export function CodeEditor({ id, value, describedBy, invalid, locked, onChange }: Props) {
  const numbers = useRef<HTMLPreElement>(null)
  const lines = useMemo(() => value.split('\n').length, [value])
  const text = useMemo(() => Array.from({ length: lines }, (_, i) => i + 1).join('\n'), [lines])
  return (
    <div className={`editor ${invalid ? 'bad' : ''}`}>
      <pre className="numbers" aria-hidden="true" ref={numbers}>
        {text}
      </pre>
      <textarea
        id={id}
        name="html"
        className="text"
        value={value}
        readOnly={locked}
        wrap="off"
        rows={24}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop
        }}
      />
    </div>
  )
}
