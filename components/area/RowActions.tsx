'use client'
// Modify and Delete, in every row.
import Link from 'next/link'
import type { StoredItem } from '../../lib/protocol/console.ts'

interface Props {
  item: StoredItem | null
  href: string
  onDelete: (item: StoredItem) => void
}

/** An item that is deleted and only still runs can be neither. */
export const RowActions = ({ item, href, onDelete }: Props) => (
  <td className="c-acts">
    {item && (
      <div className="ops">
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
