'use client'
// The cell that names a row: label, what waits for a commit, why the row is as it is; cut where the column ends.
import { type Shape, TONES } from './Lamp.tsx'
import { Link } from './Link.tsx'
import { Tip } from './Tip.tsx'

interface Props {
  label: string
  /** The item's form; absent where there is nothing to modify. */
  href?: string | undefined
  /** What a person did that does not run yet, in words; empty: nothing. */
  mark?: string
  reason?: string
  shape?: Shape
}

export const NameCell = ({ label, href, mark = '', reason = '', shape = 'ok' }: Props) => (
  <td className="c-name name">
    <Tip text={[label, mark, reason].filter((s) => s !== '').join(' · ')}>
      {href === undefined ? (
        <button type="button" className="cut">
          {label}
        </button>
      ) : (
        <Link data-key="e" href={href}>
          {label}
        </Link>
      )}
    </Tip>
    {mark !== '' && (
      <span className="why s-busy">
        <span className="penmark" />
        {mark}
      </span>
    )}
    {reason !== '' && <span className={`why ${isQuiet(shape) ? '' : TONES[shape]}`}>{reason}</span>}
  </td>
)

const isQuiet = (shape: Shape): boolean => shape === 'ok' || shape === 'unknown'
