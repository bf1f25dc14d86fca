'use client'
// Below a row: what the rules found there, each with the way to its field.
import { lazy, Suspense } from 'react'
import type { Problem } from '../../lib/model/problem.ts'
import { Lamp } from '../ui/Lamp.tsx'
import { Link } from '../ui/Link.tsx'

// Few rows have problems, and all fields of all areas are much for those that have none.
const FieldLabel = lazy(async () => ({ default: (await import('./FieldLabel.tsx')).FieldLabel }))

interface Props {
  problems: readonly Problem[]
  kind: string
  /** The item's form. */
  href: string
  columns: number
}

export const ProblemRow = ({ problems, kind, href, columns }: Props) => (
  <tr className="note">
    <td colSpan={columns}>
      {problems.map((p) => (
        <span key={p.code + p.message} className="state">
          <Lamp shape={p.level === 'error' ? 'fail' : 'warn'} />
          <span>
            {p.message}{' '}
            {p.path.field && (
              <Link href={`${href}#${p.path.field}`}>
                <Label problem={p} kind={kind} />
              </Link>
            )}
          </span>
        </span>
      ))}
    </td>
  </tr>
)

const Label = ({ problem, kind }: { problem: Problem; kind: string }) => (
  <Suspense fallback={problem.path.field}>
    <FieldLabel problem={problem} kind={kind} />
  </Suspense>
)
