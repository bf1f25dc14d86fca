// An area as its page shows it: the items as desired, the applied ones beside them, and what the rules say of them.

import type { AreaName, Item } from '../model/document.ts'
import { originalOf } from '../model/labels.ts'
import type { ItemsView } from '../protocol/console.ts'
import { appliedOrLast, documentsOf, factsOrLast } from './applied.ts'
import { desiredDocuments } from './documents.ts'
import { listItems } from './items.ts'
import { agentState } from './live.ts'
import { problemsOf } from './problems.ts'

/** `of`: only what the form of this item is about. What the agent said last does not count here: without an answer nothing is called applied. */
export async function itemsOfArea(area: AreaName, of?: string): Promise<ItemsView> {
  const [all, desired, applied, facts] = await Promise.all([
    listItems(area),
    desiredDocuments(),
    appliedOrLast(),
    factsOrLast(),
  ])
  const problems = facts ? problemsOf(desired, facts) : []
  const answering = agentState().answering
  const items = of === undefined ? all : familyOf(all, of)
  const shown = new Set([...items.map((i) => i.id), of])
  const isShown = (id: string | undefined) => of === undefined || shown.has(id)
  return {
    area,
    items,
    applied:
      applied && answering
        ? Object.fromEntries(
            documentsOf(applied)
              [area].items.filter((i) => isShown(i.id))
              .map((i) => [i.id, i]),
          )
        : null,
    problems: problems.filter((p) => p.path.area === area && isShown(p.path.item)),
    facts: answering ? facts : null,
  }
}

/** An item, the one above it, those right below it, and beside a copy the one it was made of; none where it is gone. */
function familyOf<T extends Item>(items: readonly T[], id: string): T[] {
  const item = items.find((i) => i.id === id)
  if (!item) return []
  const original = item.draft ? originalOf(item.label) : null
  return items.filter(
    (i) =>
      i === item || i.id === item.parent || i.parent === id || (i.kind === item.kind && i.label === original),
  )
}
