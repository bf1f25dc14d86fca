// Who changed each field of an item last, from the audit trail.
import { canonical, type Item } from '../model/document.ts'
import type { ItemHistory } from '../protocol/audit.ts'
import { db } from './db.ts'

/** Older changes than so many are not looked at. */
const MOST = 200

/** By the item's own entries, the newest first: each field's first difference is its last change. */
export async function itemHistoryOf(id: string): Promise<ItemHistory> {
  const rows = await db().audit.findMany({ where: { item: id }, orderBy: { id: 'desc' }, take: MOST })
  const fields = new Map<string, { by: string; at: number }>()
  let made: ItemHistory['made'] = null
  for (const { before, after, user: by, at: when } of rows) {
    if (after === null) continue
    const at = when.getTime()
    if (before === null) made ??= { by, at }
    else
      for (const field of differing(JSON.parse(before), JSON.parse(after)))
        if (!fields.has(field)) fields.set(field, { by, at })
  }
  return { fields: [...fields].map(([field, who]) => ({ field, ...who })), made }
}

function differing(before: Item, after: Item): string[] {
  const names = new Set([...Object.keys(before.data), ...Object.keys(after.data)])
  const data = [...names].filter((n) => canonical(before.data[n]) !== canonical(after.data[n]))
  return before.label === after.label ? data : ['label', ...data]
}
