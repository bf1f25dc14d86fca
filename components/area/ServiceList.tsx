'use client'
// Layer 4 – Virtual Services and Layer 7 – Virtual Services: the list.
import { useMemo, useState } from 'react'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useMay } from '../live/Live.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Link } from '../ui/Link.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { DeleteDialog } from './DeleteDialog.tsx'
import { Missing } from './Missing.tsx'
import { ServiceTable } from './ServiceTable.tsx'
import { SERVICE_PAGES, type ServiceArea } from './services.ts'
import { useItemLines } from './useItemLines.ts'

const AddLink = ({ area }: { area: ServiceArea }) =>
  useMay('configure') && (
    <Link className="btn" data-key="n" href={`${SERVICE_PAGES[area].services.href}/new`}>
      <Icon name="plus" />
      Add a new Virtual Service
    </Link>
  )

export function ServiceList({ area }: { area: ServiceArea }) {
  const { services, first } = SERVICE_PAGES[area]
  const { view, failure, lines } = useItemLines(area, 'virtual-service')
  const [doomed, setDoomed] = useState<StoredItem>()
  const servers = useMemo(() => countServers(view?.items ?? []), [view])
  return (
    <>
      <PageHead
        path={menuPathOf(services)}
        title={services.title}
        help={services.help}
        acts={lines.length > 0 && <AddLink area={area} />}
      />
      <Missing area={area} />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {!view && <Loading what="the configuration" />}
      {view && lines.length === 0 && (
        <Empty title="No virtual services yet" acts={<AddLink area={area} />}>
          {first}
        </Empty>
      )}
      {view && lines.length > 0 && (
        <ServiceTable area={area} lines={lines} servers={servers} onDelete={setDoomed} />
      )}
      {view && doomed && (
        <DeleteDialog area={area} item={doomed} view={view} onClose={() => setDoomed(undefined)} />
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
