'use client'
// Modify, Delete and the way up and down, in every row.
import type { StoredItem } from '../../lib/protocol/console.ts'
import { useMay } from '../live/Live.tsx'
import { Link } from '../ui/Link.tsx'
import { MoveButtons } from './MoveButtons.tsx'
import type { Moves } from './useMove.ts'

interface Props {
  item: StoredItem | null
  href: string
  onDelete: (item: StoredItem) => void
  /** Null while the rows stand in another order than the configured one. */
  moves: Moves | null
}

/** An item that is deleted and only still runs can be neither; nor by who may only look. */
export function RowActions({ item, href, onDelete, moves }: Props) {
  const mayChange = useMay('configure')
  return (
    <td className="c-acts">
      {item && mayChange && (
        <div className="ops">
          {moves && <MoveButtons item={item} moves={moves} />}
          <Link className="op" data-key="e" href={`${href}/${item.id}`} aria-label={`Modify ${item.label}`}>
            Modify
          </Link>
          <button
            type="button"
            className="op quiet"
            aria-label={`Delete ${item.label}`}
            onClick={() => onDelete(item)}
          >
            Delete
          </button>
        </div>
      )}
    </td>
  )
}
