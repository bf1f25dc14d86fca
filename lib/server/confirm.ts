// The console's part in a change that undoes itself: somebody keeps it over the new connection, and what was undone is not left saved.
import { z } from 'zod'
import { withDocuments } from '../areas/plan.ts'
import type { ActionResult } from '../protocol/console.ts'
import { ask } from './agent.ts'
import { appliedNow, documentsOf } from './applied.ts'
import { type Author, record } from './audit.ts'
import { db, transaction } from './db.ts'
import { desiredDocuments } from './documents.ts'
import { itemsChanged } from './editions.ts'
import { live } from './live.ts'
import { refreshPending } from './pending.ts'
import { replaceDocuments } from './replace.ts'

export const changeId = z.strictObject({ id: z.string().max(100) })
/** `over`: as the web server in front says which configuration the request came through. */
export const keptChange = z.strictObject({ id: z.string().max(100), over: z.string().max(100) })

const GONE = 'It is over: nobody kept it in time, or somebody else decided.'

export async function keepChange(
  author: Author,
  { id, over }: z.infer<typeof keptChange>,
): Promise<ActionResult<{ otherWay: boolean }>> {
  const { outcome } = await ask('keep', { id, over })
  if (outcome === 'other-way') return { ok: true, otherWay: true }
  if (outcome === 'gone') return { ok: false, message: `Not kept. ${GONE}` }
  await record(db(), author, { action: 'keep', item: id })
  return { ok: true, otherWay: false }
}

export async function undoChange(author: Author, { id }: z.infer<typeof changeId>): Promise<ActionResult> {
  const { outcome } = await ask('undo', { id })
  if (outcome === 'gone') return { ok: false, message: `Not undone. ${GONE}` }
  await record(db(), author, { action: 'undo', item: id, result: 'asked' })
  return { ok: true }
}

/** What was undone is not desired any more either: it would be committed anew at the next start. Done once for each. */
export async function takeInUndone(author: Author): Promise<void> {
  const told = live().confirmation
  if (told?.state !== 'undone') return
  const applied = documentsOf(await appliedNow(true))
  const areas = await transaction(async (tx) => {
    const done = { action: 'undo', item: told.id, result: 'done' } as const
    if (await tx.audit.findFirst({ where: done })) return []
    const target = withDocuments(
      await desiredDocuments(tx),
      told.areas.map((area) => applied[area]),
    )
    const replaced = await replaceDocuments(tx, author, target)
    await record(tx, author, { ...done, after: { areas: told.areas, by: told.author } })
    return replaced
  })
  for (const area of areas) itemsChanged(area)
  await refreshPending(true)
}
