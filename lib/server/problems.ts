// What the rules say of all that is stored: everybody asks, so it is worked out anew only when something changed.
import { verifyAll } from '../areas/plan.ts'
import { canonical, type Documents } from '../model/document.ts'
import type { Facts } from '../model/facts.ts'
import type { Problem } from '../model/problem.ts'
import { shared } from './shared.ts'

interface Kept {
  documents: Documents | null
  machine: string
  problems: Problem[]
}
const kept = () => shared<Kept>('problems', () => ({ documents: null, machine: '', problems: [] }))

/** The problems of these documents on this machine. Rules do not look at the time the facts were taken at. */
export function problemsOf(documents: Documents, facts: Facts): readonly Problem[] {
  const machine = canonical({ ...facts, at: 0 })
  const last = kept()
  if (last.documents !== documents || last.machine !== machine)
    Object.assign(last, { documents, machine, problems: verifyAll(documents, facts) })
  return last.problems
}
