'use client'
import { kindOf } from '../../lib/areas/index.ts'
import { describeFields } from '../../lib/model/fields.ts'
import type { Problem } from '../../lib/model/problem.ts'
import { Lamp } from '../ui/Lamp.tsx'
// Below a row: what the rules found there, each with the way to its field.
import { Link } from '../ui/Link.tsx'

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
            {p.message} {p.path.field && <Link href={`${href}#${p.path.field}`}>{fieldLabel(p, kind)}</Link>}
          </span>
        </span>
      ))}
    </td>
  </tr>
)

function fieldLabel({ path }: Problem, kindName: string): string {
  const kind = kindOf(path.area, kindName)
  const field = kind && describeFields(kind.schema).find((f) => f.name === path.field)
  return field?.label ?? path.field ?? ''
}
