// An area as its page shows it: the items as desired, the applied ones beside them, and what the rules say of them.

import type { AreaName } from '../model/document.ts'
import type { ItemsView } from '../protocol/console.ts'
import { appliedOrLast, documentsOf, factsOrLast } from './applied.ts'
import { desiredDocuments } from './documents.ts'
import { listItems } from './items.ts'
import { agentState } from './live.ts'
import { problemsOf } from './problems.ts'

/** What the agent said last does not count here: without an answer nothing is called applied. */
export async function itemsOfArea(area: AreaName): Promise<ItemsView> {
  const [items, desired, applied, facts] = await Promise.all([
    listItems(area),
    desiredDocuments(),
    appliedOrLast(),
    factsOrLast(),
  ])
  const problems = facts ? problemsOf(desired, facts) : []
  const answering = agentState().answering
  return {
    area,
    items,
    applied:
      applied && answering
        ? Object.fromEntries(documentsOf(applied)[area].items.map((i) => [i.id, i]))
        : null,
    problems: problems.filter((p) => p.path.area === area),
    facts: answering ? facts : null,
  }
}
