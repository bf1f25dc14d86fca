'use client'
// The sentence on top of the overview; each name leads to its row.
import type { MouseEvent } from 'react'
import { Lamp } from '../ui/Lamp.tsx'
import type { ServiceLine } from './lines.ts'
import type { Part, Verdict } from './verdict.ts'

const NAMED = 4

interface Props {
  verdict: Verdict
  /** Opens the service's row. */
  onShow: (line: ServiceLine) => void
}

export const VerdictLine = ({ verdict, onShow }: Props) => (
  <p className="verdict">
    <Lamp shape={verdict.shape} />
    <span className="words">
      {verdict.parts.map((part) => (
        <span key={part.text} className={part.quiet ? 'rest' : ''}>
          <Names part={part} onShow={onShow} />
          {part.text}{' '}
        </span>
      ))}
    </span>
  </p>
)

function Names({ part, onShow }: { part: Part; onShow: Props['onShow'] }) {
  const named = part.lines.length > NAMED + 1 ? part.lines.slice(0, NAMED) : part.lines
  const rest = part.lines.length - named.length
  const show = (line: ServiceLine) => (event: MouseEvent) => {
    event.preventDefault()
    onShow(line)
  }
  const last = rest === 0 ? named.length - 1 : -1
  return named.length === 0 ? null : (
    <>
      {named.map((line, i) => (
        <span key={line.key}>
          {i > 0 && (i === last ? ' and ' : ', ')}
          <a href={`#service-${line.item}`} onClick={show(line)}>
            {line.label}
          </a>
        </span>
      ))}
      {rest > 0 && ` and ${rest} more`}{' '}
    </>
  )
}
