// A plan: consequence, ladder, changes, steps and the difference in every file.
import type { PlanView } from '../../lib/protocol/console.ts'
import { count } from '../ui/words.ts'
import { Changes } from './Changes.tsx'
import { DiffView } from './DiffView.tsx'
import { Ladder } from './Ladder.tsx'
import { PlanSteps } from './PlanSteps.tsx'

export function PlanBody({ plan }: { plan: PlanView }) {
  const [say, ...rest] = plan.sentences
  const empty = plan.changes.length === 0 && plan.steps.length === 0
  return (
    <>
      <div className="conseq">
        <div>
          <p className="say">{say ?? 'Nothing would change.'}</p>
          {rest.length > 0 && <p>{rest.join(' ')}</p>}
        </div>
        <Ladder at={plan.consequence} />
      </div>
      {!empty && <Parts plan={plan} />}
    </>
  )
}

const Parts = ({ plan }: { plan: PlanView }) => (
  <div className="parts">
    <section>
      <h3>{count(plan.changes.length, 'change')}</h3>
      <Changes changes={plan.changes} />
      {plan.steps.length > 0 && (
        <>
          <h3>Steps</h3>
          <PlanSteps plan={plan} />
        </>
      )}
    </section>
    {plan.steps.length > 0 && (
      <section>
        <h3>{count(plan.files.length, 'file')}</h3>
        {plan.files.map((file) => (
          <DiffView key={file.path} file={file} />
        ))}
      </section>
    )}
  </div>
)
