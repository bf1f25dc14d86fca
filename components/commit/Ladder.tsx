// How much a commit disturbs traffic, from nothing to failover.
import { CONSEQUENCES, type Consequence } from '../../lib/model/step.ts'

export const Ladder = ({ at }: { at: Consequence }) => (
  <ol className="ladder" aria-label={`How much this disturbs traffic: ${at}`}>
    {CONSEQUENCES.map((rung, i) => (
      <li key={rung} className={`${i <= CONSEQUENCES.indexOf(at) ? 'on' : ''} ${rung === at ? 'at' : ''}`}>
        {rung}
      </li>
    ))}
  </ol>
)
