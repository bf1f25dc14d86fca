// A commit under way: its steps, ticked off as the agent tells.

import { stepText } from '../../lib/model/step.ts'
import type { Job } from '../../lib/protocol/console.ts'
import { Icon } from '../ui/Icon.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { type StepState, stepsOf } from './job.ts'

export function JobSteps({ job }: { job: Job }) {
  const steps = stepsOf(job)
  if (steps.length === 0) return null
  return (
    <div className="part">
      <ol className="steps ticking">
        {steps.map(({ step, state }) => (
          <li key={JSON.stringify(step)} className={state}>
            <Mark state={state} />
            <span>
              {stepText(step)}
              {state !== 'todo' && <span className="vh">, {state === 'done' ? 'done' : 'under way'}</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

const Mark = ({ state }: { state: StepState['state'] }) => {
  if (state === 'done') return <Icon name="tick" />
  return state === 'doing' ? <Lamp shape="busy" /> : <span />
}
