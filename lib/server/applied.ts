// What the agent stands on and what it knows of the machine, asked as seldom as the truth allows.

import { roomOf } from '../areas/index.ts'
import { upgradeAll, withDocuments } from '../areas/plan.ts'
import { type Document, type Documents, emptyDocuments, keepItems } from '../model/document.ts'
import type { Facts } from '../model/facts.ts'
import type { Applied } from '../protocol/messages.ts'
import { AgentAway, ask } from './agent.ts'
import { storedNow } from './documents.ts'
import { agentState, live } from './live.ts'
import { shared } from './shared.ts'

/** Facts older than this, or than the last commit, are asked for again. In ms. */
const FACTS_KEEP = 2_000

interface Kept {
  applied: Applied | null
  facts: { value: Facts; askedAt: number; generation: number | null } | null
}
const kept = () => shared<Kept>('applied', () => ({ applied: null, facts: null }))

/** The current generation with documents and files. It never changes under its number, so one look serves until the number does. */
export async function appliedNow(fresh = false): Promise<Applied> {
  const known = kept().applied
  if (!fresh && known && known.generation === live().generation) return known
  const applied = await ask('applied', {})
  const { documents } = await storedNow()
  // Nearly all of it is stored alike: thousands of items are kept, and compared, as the same objects.
  const shares = { ...applied, documents: applied.documents.map((d) => keepItems(d, documents[d.area])) }
  kept().applied = shares
  return shares
}

/** Which servers are offline no generation says: the agent told what it has since. */
export function noteServerStates(document: Document): void {
  const { applied } = kept()
  if (!applied) return
  const others = applied.documents.filter((d) => d.area !== document.area)
  kept().applied = { ...applied, documents: [...others, document] }
}

export async function factsNow(): Promise<Facts> {
  const known = kept().facts
  const { generation } = live()
  if (known && known.generation === generation && Date.now() - known.askedAt < FACTS_KEEP) return known.value
  const value = await ask('facts', {})
  kept().facts = { value, askedAt: Date.now(), generation }
  return value
}

/** The same, but where the agent does not answer what it said last, or null. */
export const appliedOrLast = (fresh = false): Promise<Applied | null> =>
  orLast(
    () => appliedNow(fresh),
    () => kept().applied,
  )
export const factsOrLast = (): Promise<Facts | null> => orLast(factsNow, () => kept().facts?.value ?? null)

/** One that is known to be silent is not waited for: people would wait as long to see what they saved. */
async function orLast<T>(ask: () => Promise<T>, last: () => T | null): Promise<T | null> {
  const known = last()
  if (known !== null && !agentState().answering) return known
  try {
    return await ask()
  } catch (e) {
    if (e instanceof AgentAway) return last()
    throw e
  }
}

/** Applied documents of all areas in this release's versions. */
export const documentsOf = (applied: Applied): Documents =>
  upgradeAll(
    withDocuments(
      emptyDocuments((area) => roomOf(area).version),
      applied.documents,
    ),
  )
