// A commit in few words. Pure.
import { aboutOf } from '../../lib/areas/about.ts'
import type { CommitRecord, ItemChange } from '../../lib/protocol/record.ts'
import { count, listed } from '../ui/words.ts'

const SHOWN = 3
const VERBS: Record<ItemChange['change'], string> = { new: 'new', modified: 'modified', deleted: 'deleted' }

/** "modified Web (Ports), new OKI-2 and 4 more changes" */
export function changesInWords({ changes, changed }: CommitRecord): string {
  if (changed === 0) return 'nothing but the files it renders to'
  const named = changes.slice(0, SHOWN).map((c) => {
    const fields = c.change === 'modified' && c.fields.length ? ` (${c.fields.slice(0, 4).join(', ')})` : ''
    return `${VERBS[c.change]} ${c.label}${fields}`
  })
  const rest = changed - named.length
  return listed(rest > 0 ? [...named, count(rest, 'more change', 'more changes')] : named)
}

export const areasInWords = ({ areas }: CommitRecord): string =>
  listed(areas.map((area) => aboutOf(area).title))
