// On top of a copy that nobody has updated yet: which label it was given, and that it does not count.
import { originalOf } from '../../lib/model/labels.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { Information, Warning } from '../ui/Message.tsx'

export function DraftNote({ item, view }: { item: StoredItem; view: ItemsView }) {
  if (!item.draft) return null
  const original = originalOf(item.label)
  const exists = view.items.some((i) => i.id !== item.id && i.kind === item.kind && i.label === original)
  return (
    <>
      {exists && (
        <Warning>
          {`Label ${original} already exists. A temporary label of ${item.label} has been assigned.`}
        </Warning>
      )}
      <Information>
        This copy takes no part in anything before its first Update: nothing checks it, and no commit takes it
        along.
      </Information>
    </>
  )
}
