'use client'
// Layer 7 – Virtual Services: the list.
import Link from 'next/link'
import { useMemo, useState } from 'react'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { LAYER7_SERVICES, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { DeleteDialog } from './DeleteDialog.tsx'
import { ServiceTable } from './ServiceTable.tsx'
import { useItemLines } from './useItemLines.ts'

const AddLink = () => (
  <Link className="btn" data-key="n" href={`${LAYER7_SERVICES.href}/new`}>
    <Icon name="plus" />
    Add a new Virtual Service
  </Link>
)

export function ServiceList() {
  const { view, failure, lines } = useItemLines('layer7', 'virtual-service')
  const [doomed, setDoomed] = useState<StoredItem>()
  const servers = useMemo(() => countServers(view?.items ?? []), [view])
  return (
    <>
      <PageHead
        path={menuPathOf(LAYER7_SERVICES)}
        title={LAYER7_SERVICES.title}
        help={LAYER7_SERVICES.help}
        acts={lines.length > 0 && <AddLink />}
      />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {!view && <Loading what="the configuration" />}
      {view && lines.length === 0 && (
        <Empty title="No virtual services yet" acts={<AddLink />}>
          A virtual service is one address that clients use; HAProxy passes their connections to the real
          servers behind it. Add the first; it runs after Reload HAProxy.
        </Empty>
      )}
      {view && lines.length > 0 && <ServiceTable lines={lines} servers={servers} onDelete={setDoomed} />}
      {view && doomed && (
        <DeleteDialog area="layer7" item={doomed} view={view} onClose={() => setDoomed(undefined)} />
      )}
    </>
  )
}

/** Number of real servers by the id of their service. */
function countServers(items: readonly StoredItem[]): ReadonlyMap<string, number> {
  const all = new Map<string, number>()
  for (const item of items)
    if (item.kind === 'real-server') all.set(item.parent, (all.get(item.parent) ?? 0) + 1)
  return all
}
