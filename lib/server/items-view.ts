// An area as its page shows it: the items as desired, the applied ones beside them, and what the rules say of them.

import type { AreaName } from '../model/document.ts'
import type { Facts } from '../model/facts.ts'
import type { Problem } from '../model/problem.ts'
import type { ItemsView } from '../protocol/console.ts'
import type { Applied } from '../protocol/messages.ts'
import { appliedOrLast, documentsOf, factsOrLast } from './applied.ts'
import { desiredDocuments, type StoredRow, storedNow } from './documents.ts'
import { editionOf } from './editions.ts'
import { storedItems } from './items.ts'
import { agentState, live } from './live.ts'
import { problemsOf } from './problems.ts'

/** All that a view is made of. What did not change since somebody asked before is the very same object. */
interface Sources {
  edition: number
  rows: readonly StoredRow[]
  applied: Applied | null
  problems: readonly Problem[]
  facts: Facts | null
  answering: boolean
}

export async function sourcesOf(area: AreaName): Promise<Sources> {
  const edition = editionOf(area) // before anything is read: what changes meanwhile is read again
  const [{ rows }, desired, applied, facts] = await Promise.all([
    storedNow(),
    desiredDocuments(),
    appliedOrLast(),
    factsOrLast(),
  ])
  const problems = facts ? problemsOf(desired, facts) : NONE
  return { edition, rows, applied, problems, facts, answering: agentState().answering }
}
const NONE: readonly Problem[] = []

/** What the agent said last does not count here: without an answer nothing is called applied. */
export const viewOfArea = (area: AreaName, from: Sources): ItemsView => ({
  area,
  edition: from.edition,
  generation: from.applied?.generation ?? live().generation,
  items: storedItems(area, from.rows),
  applied:
    from.applied && from.answering
      ? Object.fromEntries(documentsOf(from.applied)[area].items.map((i) => [i.id, i]))
      : null,
  problems: from.problems.filter((p) => p.path.area === area),
  facts: from.answering ? from.facts : null,
})

export const itemsOfArea = async (area: AreaName): Promise<ItemsView> =>
  viewOfArea(area, await sourcesOf(area))
