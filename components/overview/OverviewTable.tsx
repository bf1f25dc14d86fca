'use client'
// The table of the System Overview: services, and below each the servers it has.
import { useEffect, useMemo, useRef } from 'react'
import { Pad } from '../ui/Cells.tsx'
import { SortHead, Widths } from '../ui/SortHead.tsx'
import { useRowKeys } from '../ui/useRowKeys.ts'
import { useSorted } from '../ui/useSorted.ts'
import { useWindowed } from '../ui/useWindowed.ts'
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

/** Rows are walked with the arrow keys and open: ARIA's tree grid, on a table. */
const TREE = { role: 'treegrid' } as const

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

export function OverviewTable({ lines, opened, expanded, markOf, wanted, acts }: Props) {
  const table = useRef<HTMLTableElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const { inOrder, sorting, sortBy } = useSorted(lines, COLUMNS, body)
  const drawn = useMemo(
    () => flat(inOrder, (key) => opened.has(key) || expanded.isOpen(key)),
    [inOrder, opened, expanded],
  )
  const { indexes, before, after, measure, scrollTo } = useWindowed(drawn.length, ROW_PX, table)
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
  const { tick, act } = acts
  const rowActs = useMemo(() => ({ tick, act }), [tick, act])
  return (
    <div className="box rows-box">
      <table
        ref={table}
        {...TREE}
        className="rows ov"
        aria-label="Virtual services"
        aria-rowcount={drawn.length + 1}
      >
        <Widths columns={COLUMNS} first="w-[36px]" />
        <SortHead columns={COLUMNS} sorting={sorting} onSort={sortBy} first="Open" />
        <tbody ref={body}>
          <Pad height={before} columns={10} />
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
                  acts={rowActs}
                />
              )
            return row && <ServerHead key={`head ${row.of}`} {...{ index, measure }} />
          })}
          <Pad height={after} columns={10} />
        </tbody>
      </table>
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
    if (!open || line.servers.length === 0) return [{ type: 'service', line, open }]
    const servers = line.servers.map((server): Drawn => ({ type: 'server', line: server }))
    return [{ type: 'service', line, open }, { type: 'head', of: line.key }, ...servers]
  })
