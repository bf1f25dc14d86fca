'use client'
// Layer 4 – Real Servers and Layer 7 – Real Servers: one block for each virtual service, with its own link to add one.
import { useMemo, useState } from 'react'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useMay } from '../live/Live.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Link } from '../ui/Link.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { DeleteDialog } from './DeleteDialog.tsx'
import { Missing } from './Missing.tsx'
import type { ItemLine } from './rows.ts'
import { type Block, BlockList } from './ServerBlocks.tsx'
import { SERVICE_PAGES, type ServiceArea } from './services.ts'
import { useItemLines } from './useItemLines.ts'

export function ServerList({ area }: { area: ServiceArea }) {
  const { services: servicesPage, servers } = SERVICE_PAGES[area]
  const { view, failure, lines } = useItemLines(area, 'real-server')
  const mayAdd = useMay('configure')
  const [doomed, setDoomed] = useState<StoredItem>()
  const blocks = useMemo((): Block[] => {
    const services = (view?.items ?? []).filter((i) => i.kind === 'virtual-service')
    const parentOf = new Map((view?.items ?? []).map((i) => [i.id, i.parent]))
    const below = new Map<string | undefined, ItemLine[]>(services.map((s) => [s.id, []]))
    for (const line of lines)
      below.get(parentOf.get(line.key) ?? view?.applied?.[line.key]?.parent)?.push(line)
    return services.map((service) => ({ service, lines: below.get(service.id) ?? [] }))
  }, [view, lines])
  return (
    <>
      <PageHead path={menuPathOf(servers)} title={servers.title} help={servers.help} />
      <Missing area={area} />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {!view && <Loading what="the configuration" />}
      {view && blocks.length === 0 && (
        <Empty
          title="No virtual services yet"
          acts={
            mayAdd && (
              <Link className="btn" href={`${servicesPage.href}/new`}>
                Add a new Virtual Service
              </Link>
            )
          }
        >
          Real servers stand behind a virtual service. Add a virtual service first; then its servers are added
          here.
        </Empty>
      )}
      {view && <BlockList area={area} blocks={blocks} onDelete={setDoomed} />}
      {view && doomed && (
        <DeleteDialog area={area} item={doomed} view={view} onClose={() => setDoomed(undefined)} />
      )}
    </>
  )
}
