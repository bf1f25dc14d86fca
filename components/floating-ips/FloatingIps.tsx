'use client'
// Cluster Configuration > Floating IPs: the addresses of all services by themselves, others added here, and where each is now.
import { useMemo, useState } from 'react'
import { FLOATING_IPS, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useActions } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Message, Warning } from '../ui/Message.tsx'
import { AddressDialog } from './AddressDialog.tsx'
import { AddressTable } from './AddressTable.tsx'
import { type Deed, usersOf } from './goes.ts'
import { NewAddress } from './NewAddress.tsx'
import { type AddressRow, addressRows } from './rows.ts'
import { useAddresses } from './useAddresses.ts'

export function FloatingIps() {
  const { known, failure } = useAddresses()
  const { remove } = useActions()
  const [asking, setAsking] = useState<{ deed: Deed; row: AddressRow }>()
  const [refusal, setRefusal] = useState<[lead: string, why: string]>()
  const rows = useMemo(() => known && addressRows(known), [known])
  const enable = async ({ disabled }: AddressRow) => {
    if (!disabled) return
    const answer = await remove({ area: 'floating-ips', id: disabled.id, rev: disabled.rev }).catch(
      () => AWAY,
    )
    setRefusal(answer.ok ? undefined : ['Not enabled.', answer.message.replace(/^Not [a-z]+\. /, '')])
  }
  /** An address goes with the last service that needs it, never before. */
  const askDelete = (row: AddressRow) => {
    setRefusal(row.usedBy.length ? ['Not deleted.', neededBy(row)] : undefined)
    if (row.usedBy.length === 0) setAsking({ deed: 'Delete', row })
  }
  return (
    <>
      <PageHead path={menuPathOf(FLOATING_IPS)} title={FLOATING_IPS.title} help={FLOATING_IPS.help} />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {refusal && (
        <Message
          tone="fail"
          lead={refusal[0]}
          urgent
          acts={<Button onClick={() => setRefusal(undefined)}>Close</Button>}
        >
          {refusal[1]}
        </Message>
      )}
      {!known && !failure && <Loading what="the configuration" />}
      {known && rows && (
        <>
          {rows.length > 0 ? (
            <AddressTable
              rows={rows}
              problems={known.floating.problems}
              onDisable={(row) => setAsking({ deed: 'Disable', row })}
              onEnable={(row) => void enable(row)}
              onDelete={askDelete}
            />
          ) : (
            <p className="box nothing">
              No floating IPs yet. The address of each virtual service appears here by itself.
            </p>
          )}
          <div className="mt-4">
            <NewAddress rows={rows} facts={known.floating.facts} />
          </div>
        </>
      )}
      {asking && <AddressDialog {...asking} onClose={() => setAsking(undefined)} />}
    </>
  )
}

const AWAY = { ok: false as const, message: 'The console does not answer. Try again.' }

const neededBy = (row: AddressRow): string =>
  `${row.address} belongs to ${usersOf(row)}. Delete ${row.usedBy.length === 1 ? 'that service' : 'those services'} or give ${row.usedBy.length === 1 ? 'it' : 'them'} another IP Address; then it goes by itself.`
