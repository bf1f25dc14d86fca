'use client'
// Deleting: it names what goes, and what that does to traffic.
import { useState } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { useActions, useRows } from '../live/Live.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { Message } from '../ui/Message.tsx'
import { goes } from './goes.ts'
import { useItemsSeen } from './useItemsSeen.ts'

interface Props {
  area: AreaName
  item: StoredItem
  view: ItemsView
  onClose: () => void
}

export function DeleteDialog({ area, item, view, onClose }: Props) {
  const { remove } = useActions()
  const rows = useRows()
  const others = useItemsSeen(area === 'layer4' ? 'layer7' : 'layer4')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const doIt = async () => {
    setBusy(true)
    try {
      const answer = await remove({ area, id: item.id, rev: item.rev })
      if (answer.ok) return onClose()
      setRefusal(answer.message.replace(/^Not deleted\. /, ''))
    } catch {
      setRefusal('The console does not answer. Try again.')
    }
    setBusy(false)
  }
  return (
    <Confirm
      title={`Delete ${item.label}?`}
      verb={`Delete ${item.label}`}
      busy={busy ? 'Deleting' : undefined}
      onConfirm={doIt}
      onClose={onClose}
    >
      {goes(item, view, rows, others).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {refusal && (
        <Message tone="fail" lead="Not deleted." urgent>
          {refusal}
        </Message>
      )}
    </Confirm>
  )
}
