// What a roll back or an import would do: what it overwrites, its plan, what stops it, and the one button.
import type { FileProblem, Replacement } from '../../lib/protocol/history.ts'
import { Changes } from '../commit/Changes.tsx'
import { PlanBody } from '../commit/PlanBody.tsx'
import { Button } from '../ui/Button.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { Message } from '../ui/Message.tsx'
import { count, listed } from '../ui/words.ts'

interface Props {
  replacement: Replacement
  verb: string
  busy: string | undefined
  /** Why the last try was refused; empty when it was not. */
  refusal: string
  onConfirm: () => void
  onClose: () => void
}

export function ReplacementPlan({ replacement, verb, busy, refusal, onConfirm, onClose }: Props) {
  const { plan, problems, waiting, drafts, changes } = replacement
  const stopped = problems.some((p) => p.level === 'error')
  return (
    <section className="plan" aria-label="Plan">
      <div className="fshead">
        <h2>Plan: {verb}</h2>
      </div>
      {refusal !== '' && (
        <div className="part">
          <Message tone="fail" lead={refusal.split('. ')[0] ?? ''} urgent>
            {refusal.split('. ').slice(1).join('. ')}
          </Message>
        </div>
      )}
      {waiting.length > 0 && (
        <div className="part">
          <Message tone="warn" lead="Overwritten:">
            {count(waiting.length, 'saved change that does', 'saved changes that do')} not run yet.
          </Message>
          <Changes changes={waiting} />
        </div>
      )}
      {changes ? <PlanBody plan={plan} /> : <p className="part">All of it is saved and runs already.</p>}
      {drafts.length > 0 && (
        <p className="part muted">Copies that were never updated stay: {listed(drafts)}.</p>
      )}
      <FileProblems problems={problems} />
      <div className="formend">
        <span className="say small muted">
          {stopped ? 'What is named above stops it.' : 'Drained and halted servers stay as they are.'}
        </span>
        <Button onClick={onClose}>Cancel</Button>
        {changes && !stopped && (
          <Button look="primary" busy={busy} onClick={onConfirm}>
            {verb}
          </Button>
        )}
      </div>
    </section>
  )
}

export const FileProblems = ({ problems }: { problems: readonly FileProblem[] }) =>
  problems.length === 0 ? null : (
    <ul className="part found" aria-label="Problems">
      {problems.map((p) => (
        <li key={`${p.where} ${p.message}`}>
          <Lamp shape={p.level === 'error' ? 'fail' : 'warn'} /> {p.where !== '' && <b>{p.where}: </b>}
          {p.message}
        </li>
      ))}
    </ul>
  )
