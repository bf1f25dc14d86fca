'use client'
// What stands in the way of a commit, each with the way to its field.
import type { Problem } from '../../lib/model/problem.ts'
import type { Change } from '../../lib/protocol/console.ts'
import { useItemsSeen } from '../area/useItemsSeen.ts'
import { Lamp } from '../ui/Lamp.tsx'
import { Link } from '../ui/Link.tsx'
import { nameOfPath, placeOf } from './places.ts'

const SHOWN = 6

export const ProblemList = ({ problems, changes }: { problems: Problem[]; changes: Change[] }) => (
  <ul className="part found" aria-label="Problems">
    {problems.slice(0, SHOWN).map((problem) => (
      <Found key={JSON.stringify([problem.path, problem.code, problem.message])} {...{ problem, changes }} />
    ))}
    {problems.length > SHOWN && <li className="muted">{problems.length - SHOWN} more</li>}
  </ul>
)

function Found({ problem, changes }: { problem: Problem; changes: Change[] }) {
  const items = useItemsSeen(problem.path.area)
  const href = placeOf(problem.path, changes, items)
  const name = nameOfPath(problem.path, changes, items)
  return (
    <li>
      <Lamp shape={problem.level === 'error' ? 'fail' : 'warn'} />
      <span>
        {name && <>{href ? <Link href={href}>{name}</Link> : <b>{name}</b>}: </>}
        {problem.message}
        {problem.level === 'error' && <span className="muted"> This stops the commit.</span>}
      </span>
    </li>
  )
}
