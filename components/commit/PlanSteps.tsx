// What a commit would do, in order, each step with how much it disturbs.
import type { PlanView } from '../../lib/protocol/console.ts'

export const PlanSteps = ({ plan }: { plan: PlanView }) => (
  <ol className="steps">
    {plan.steps.map(({ step, text, consequence }) => (
      <li key={JSON.stringify(step)}>
        <span>{text}</span>
        <span className={`tag ${consequence === plan.consequence && consequence !== 'none' ? 'worst' : ''}`}>
          {consequence}
        </span>
      </li>
    ))}
  </ol>
)
