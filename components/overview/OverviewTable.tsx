'use client'
// The table of the System Overview: services, and below each the servers it has.
import { useEffect, useMemo, useRef } from 'react'
import { useRowKeys } from '../ui/useRowKeys.ts'
import { useSorted } from '../ui/useSorted.ts'
import { useWindowed } from '../ui/useWindowed.ts'
import { WindowedTable } from '../ui/WindowedTable.tsx'
import { COLUMNS } from './columns.ts'
import type { ServerLine, ServiceLine } from './lines.ts'
import { ServerHead, ServerRow } from './ServerRow.tsx'
import { ServiceRow } from './ServiceRow.tsx'
import { useActKeys } from './useActKeys.ts'
import type { useExpanded } from './useExpanded.ts'
import type { ServerActs } from './useServerActs.ts'

type Drawn =
  | { type: 'service'; line: ServiceLine; open: boolean }
  | { type: 'head'; of: string }
  | { type: 'server'; line: ServerLine }

interface Props {
  lines: readonly ServiceLine[]
  /** Services that are open because of the filter. */
  opened: ReadonlySet<string>
  expanded: ReturnType<typeof useExpanded>
  markOf: (item: string) => string
  /** The row somebody was led to. */
  wanted: { key: string; item: string } | null
  acts: ServerActs
}

const ROW_PX = 32
/** With a reason below its name, which mostly takes two lines. */
const REASONED_PX = 68

const heightOf = (row: Drawn | undefined): number =>
  row?.type === 'service' && !row.open && row.line.reason !== '' ? REASONED_PX : ROW_PX

export function OverviewTable({ lines, opened, expanded, markOf, wanted, acts }: Props) {
  const table = useRef<HTMLTableElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const { inOrder, ...order } = useSorted(lines, COLUMNS, body)
  const drawn = useMemo(
    () => flat(inOrder, (key) => opened.has(key) || expanded.isOpen(key)),
    [inOrder, opened, expanded],
  )
  const { indexes, before, after, measure, scrollTo } = useWindowed(
    drawn.length,
    (index) => heightOf(drawn[index]),
    table,
  )
  const now = useRef({ drawn, scrollTo })
  now.current = { drawn, scrollTo }
  useEffect(() => {
    if (!wanted) return
    const at = now.current.drawn.findIndex((row) => row.type === 'service' && row.line.key === wanted.key)
    now.current.scrollTo(at)
    return focusSoon(`service-${wanted.item}`)
  }, [wanted])
  useRowKeys(body, drawn)
  const servers = useMemo(() => drawn.flatMap((row) => (row.type === 'server' ? [row.line] : [])), [drawn])
  useActKeys(acts, servers)
  const { tick, act, everywhere } = acts
  const rowActs = useMemo(() => ({ tick, act, everywhere }), [tick, act, everywhere])
  return (
    <div className="box rows-box">
      <WindowedTable
        name="Virtual services"
        role="treegrid"
        className="ov"
        columns={COLUMNS}
        first={{ title: 'Open', width: 'w-[36px]' }}
        {...{ table, body, order }}
        window={{ before, after }}
        count={drawn.length}
      >
        {indexes.map((index) => {
          const row = drawn[index]
          if (row?.type === 'service')
            return (
              <ServiceRow
                key={row.line.key}
                {...{ index, measure }}
                line={row.line}
                open={row.open}
                mark={markOf(row.line.item)}
                onToggle={expanded.toggle}
              />
            )
          if (row?.type === 'server')
            return (
              <ServerRow
                key={row.line.key}
                {...{ index, measure }}
                line={row.line}
                ticked={acts.isTicked(row.line.item)}
                asked={acts.askedOf(row.line.item)}
                shared={acts.isShared(row.line.address)}
                acts={rowActs}
              />
            )
          return row && <ServerHead key={`head ${row.of}`} {...{ index, measure }} />
        })}
      </WindowedTable>
    </div>
  )
}

/** A row that was scrolled to is drawn a few frames later. */
function focusSoon(id: string, frames = 20): () => void {
  let request = requestAnimationFrame(function look() {
    const element = document.getElementById(id)
    if (element) element.focus()
    else if (frames-- > 0) request = requestAnimationFrame(look)
  })
  return () => cancelAnimationFrame(request)
}

const flat = (lines: readonly ServiceLine[], isOpen: (key: string) => boolean): Drawn[] =>
  lines.flatMap((line): Drawn[] => {
    const open = isOpen(line.key)
    if (!open || line.serverCount === 0) return [{ type: 'service', line, open }]
    const servers = line.servers.map((server): Drawn => ({ type: 'server', line: server }))
    return [{ type: 'service', line, open }, { type: 'head', of: line.key }, ...servers]
  })
