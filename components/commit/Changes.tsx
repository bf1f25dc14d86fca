'use client'
// What was saved since the last commit: which thing, which fields, who and when.
import { kindOf } from '../../lib/areas/index.ts'
import type { Change } from '../../lib/protocol/console.ts'
import { useNow } from '../live/Live.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { momentOf } from '../ui/words.ts'
import { verbOf } from './words.ts'

const MARKS: Record<Change['change'], IconName> = { new: 'plus', modified: 'pen', deleted: 'minus' }

export function Changes({ changes }: { changes: readonly Change[] }) {
  const now = useNow(10_000)
  return (
    <ul className="changes">
      {changes.map((change) => (
        <li key={`${change.area} ${change.item}`}>
          <Icon name={MARKS[change.change]} />
          <span>
            {verbOf(change)} <strong>{change.label}</strong>
          </span>
          <span className="sub2">
            {kindOf(change.area, change.kind)?.title ?? change.kind}
            {change.fields.length > 0 && change.change === 'modified' && `: ${change.fields.join(', ')}`}
            {change.by !== '' && <br />}
            {change.by}
            {change.at !== null && now !== null && `, ${momentOf(change.at, now)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
