'use client'
// The blocks of Layer 4 – Real Servers and Layer 7 – Real Servers; above 200 rows only those in view are drawn.
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useId, useRef } from 'react'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { useMay } from '../live/Live.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Link } from '../ui/Link.tsx'
import { measuredLater } from '../ui/measured.ts'
import { Tip } from '../ui/Tip.tsx'
import type { ItemLine } from './rows.ts'
import { ServerTable } from './ServerTable.tsx'
import { SERVICE_PAGES, type ServiceArea } from './services.ts'

export interface Block {
  service: StoredItem
  lines: ItemLine[]
}
interface Props {
  area: ServiceArea
  blocks: readonly Block[]
  onDelete: (item: StoredItem) => void
}

const ALL_UP_TO = 200
const HEAD_PX = 46 + 32 + 16
const ROW_PX = 32

export function BlockList({ area, blocks, onDelete }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const on = blocks.reduce((sum, b) => sum + 1 + b.lines.length, 0) > ALL_UP_TO
  const height = (i: number) => HEAD_PX + (blocks[i]?.lines.length ?? 0) * ROW_PX
  const virtualizer = useWindowVirtualizer({
    count: blocks.length,
    enabled: on,
    estimateSize: height,
    measureElement: measuredLater(height),
    overscan: 1,
    scrollMargin: list.current?.offsetTop ?? 0,
  })
  const drawn = virtualizer.getVirtualItems()
  const margin = list.current?.offsetTop ?? 0
  if (!on)
    return blocks.map((block, index) => (
      <div key={block.service.id} className="block">
        <ServerBlock area={area} block={block} onDelete={onDelete} first={index === 0} />
      </div>
    ))
  return (
    <div ref={list} className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {drawn.map(({ index, key, start }) => {
        const block = blocks[index]
        return (
          block && (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className="moved absolute inset-x-0 pb-4"
              style={{ transform: `translateY(${start - margin}px)` }}
            >
              <ServerBlock area={area} block={block} onDelete={onDelete} first={index === 0} />
            </div>
          )
        )
      })}
    </div>
  )
}

interface BlockProps extends Omit<Props, 'blocks'> {
  block: Block
  first: boolean
}

function ServerBlock({ area, block, onDelete, first }: BlockProps) {
  const id = useId()
  const { service, lines } = block
  const mayAdd = useMay('configure')
  return (
    <section className="box rows-box" aria-labelledby={id}>
      <div className="blockhead">
        <Tip text={service.label}>
          <h2 id={id}>{service.label}</h2>
        </Tip>
        <span className="mono muted">
          {String(service.data.address)} {String(service.data.ports)}
        </span>
        {mayAdd && (
          <Link
            className="btn sm"
            data-key={first ? 'n' : undefined}
            href={`${SERVICE_PAGES[area].servers.href}/new?service=${service.id}`}
            aria-label={`Add a new Real Server to ${service.label}`}
          >
            <Icon name="plus" />
            Add a new Real Server
          </Link>
        )}
      </div>
      {lines.length > 0 ? (
        <ServerTable area={area} service={service} lines={lines} onDelete={onDelete} />
      ) : (
        <p className="px-4 py-3 muted">No real servers yet: until one is added, nothing answers here.</p>
      )}
    </section>
  )
}
