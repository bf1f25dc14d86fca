// What waits for a commit at an item and at what is below it, in few words. Pure.
import { aboutOf } from '../../lib/areas/about.ts'
import type { Item } from '../../lib/model/document.ts'
import type { Change } from '../../lib/protocol/console.ts'
import { count } from '../ui/words.ts'

/** "4 fields", "Weight of OKI-2", "new"; empty when nothing waits. `below`: changes of its children. */
export function markWords(own: Change | undefined, below: readonly Change[]): string {
  if (own?.change === 'new') return 'new'
  if (own?.change === 'deleted') return `deleted, ${stillRuns(own)}`
  const parts = [own && fieldsOf(own), serversOf(below)].filter(Boolean)
  return parts.join(', ')
}

const stillRuns = ({ area }: Change): string => {
  const { commit, button } = aboutOf(area)
  return commit === 'save' ? 'still runs' : `runs until the next ${button}`
}

const fieldsOf = (change: Change): string => {
  const [only] = change.fields
  return change.fields.length === 1 && only ? only : count(change.fields.length, 'field')
}

function serversOf(below: readonly Change[]): string {
  const [only] = below
  if (!only) return ''
  if (below.length > 1) return `${below.length} servers changed`
  if (only.change === 'new') return `new server ${only.label}`
  if (only.change === 'deleted') return `without ${only.label}`
  return `${fieldsOf(only)} of ${only.label}`
}

/** The changes by the item they are shown at: the item itself, or what it is below. */
export function marksOf(
  changes: readonly Change[],
  items: readonly Pick<Item, 'id' | 'parent'>[],
  applied: Readonly<Record<string, Pick<Item, 'parent'>>>,
): Map<string, string> {
  if (changes.length === 0) return new Map()
  const parents = new Map(items.map((i) => [i.id, i.parent]))
  const own = new Map(changes.map((c) => [c.item, c]))
  const below = new Map<string, Change[]>()
  for (const change of changes) {
    const parent = parents.get(change.item) ?? applied[change.item]?.parent
    if (parent !== undefined) below.set(parent, [...(below.get(parent) ?? []), change])
  }
  const ids = new Set([...own.keys(), ...below.keys()])
  return new Map([...ids].map((id) => [id, markWords(own.get(id), below.get(id) ?? [])]))
}
