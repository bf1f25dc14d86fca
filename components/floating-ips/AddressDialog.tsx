'use client'
// Before an address goes: what that does.
import { useState } from 'react'
import { useActions, useRows } from '../live/Live.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { Message } from '../ui/Message.tsx'
import { type Deed, goes } from './goes.ts'
import type { AddressRow } from './rows.ts'

interface Props {
  deed: Deed
  row: AddressRow
  onClose: () => void
}

export function AddressDialog({ deed, row, onClose }: Props) {
  const actions = useActions()
  const rows = useRows()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const doIt = async () => {
    setBusy(true)
    try {
      const answer = await (deed === 'Disable' ? disable(actions, row) : remove(actions, row))
      if (answer.ok) return onClose()
      setRefusal(answer.message.replace(/^Not [a-z]+\. /, ''))
    } catch {
      setRefusal('The console does not answer. Try again.')
    }
    setBusy(false)
  }
  return (
    <Confirm
      title={`${deed} ${row.address}?`}
      verb={`${deed} ${row.address}`}
      busy={busy ? (deed === 'Disable' ? 'Disabling' : 'Deleting') : undefined}
      onConfirm={doIt}
      onClose={onClose}
    >
      {goes(row, rows).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {refusal && (
        <Message tone="fail" lead={deed === 'Disable' ? 'Not disabled.' : 'Not deleted.'} urgent>
          {refusal}
        </Message>
      )}
    </Confirm>
  )
}

type Actions = ReturnType<typeof useActions>

const AREA = 'floating-ips'

const disable = ({ save }: Actions, { address }: AddressRow) =>
  save({ area: AREA, kind: 'disabled-address', parent: AREA, values: { address } })

/** Both go: an address that is added again comes up. */
async function remove({ remove }: Actions, { listed, disabled }: AddressRow) {
  for (const item of [listed, disabled]) {
    const answer = item && (await remove({ area: AREA, id: item.id, rev: item.rev }))
    if (answer && !answer.ok) return answer
  }
  return { ok: true as const }
}
