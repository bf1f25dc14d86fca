'use client'
// Beside the title of a form: what the machine says of the item now.
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { useRow } from '../live/Live.tsx'
import { stateOf } from '../overview/states.ts'
import { State } from '../ui/Lamp.tsx'

export function RunsFact({ item, view }: { item: StoredItem; view: ItemsView }) {
  const row = useRow(item.id)
  if (item.draft) return <State shape="waiting">{item.label} is a copy and not running</State>
  if (view.applied && !view.applied[item.id])
    return <State shape="waiting">{item.label} is not running</State>
  if (!row) return null
  const { shape, word } = stateOf(row)
  const servers = row.row === 'service' ? `, ${row.serversUp} of ${row.servers} servers up` : ''
  const is = shape === 'ok' ? ' runs' : `: ${word}`
  return <State shape={shape}>{`${item.label}${is}${servers}`}</State>
}
