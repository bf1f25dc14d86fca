'use client'
// The real servers of one virtual service.
import { Fragment, useMemo, useRef } from 'react'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { useReason } from '../overview/reason.ts'
import { AddressCell, PortsCell } from '../ui/Cells.tsx'
import { State } from '../ui/Lamp.tsx'
import { NameCell } from '../ui/NameCell.tsx'
import { SortHead, Widths } from '../ui/SortHead.tsx'
import type { Column } from '../ui/sort.ts'
import { useRowKeys } from '../ui/useRowKeys.ts'
import { NotMoved } from './NotMoved.tsx'
import { ProblemRow } from './ProblemRow.tsx'
import { RowActions } from './RowActions.tsx'
import type { ItemLine } from './rows.ts'
import { SERVICE_PAGES, type ServiceArea } from './services.ts'
import { useMarks } from './useMarks.ts'
import { type Moves, useMove } from './useMove.ts'

const COLUMNS: readonly Column<ItemLine>[] = [
  { title: 'STATE', className: 'c-state', width: 'w-[136px]' },
  { title: 'REAL SERVER', className: 'c-name' },
  { title: 'IP', className: 'c-ip', width: 'w-[160px]' },
  { title: 'PORTS', className: 'c-ports', width: 'w-[120px]' },
  { title: 'WEIGHT', className: 'c-w', width: 'w-[90px]', number: true },
]

/** Rows are walked with the arrow keys: ARIA's grid, on a table. */
const GRID = { role: 'grid' } as const

interface Props {
  area: ServiceArea
  service: StoredItem
  lines: readonly ItemLine[]
  onDelete: (item: StoredItem) => void
}

export function ServerTable({ area, service, lines, onDelete }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const markOf = useMarks(area)
  const moves = useMove(
    area,
    useMemo(() => lines.flatMap((l) => l.item?.id ?? []), [lines]),
  )
  useRowKeys(body, lines)
  const { href } = SERVICE_PAGES[area].servers
  return (
    <>
      <NotMoved moves={moves} />
      <table {...GRID} className="rows flat" aria-label={`Real servers of ${service.label}`}>
        <Widths columns={COLUMNS} last="w-[216px]" />
        <SortHead columns={COLUMNS} sorting={null} last="Actions" />
        <tbody ref={body}>
          {lines.map((line) => (
            <Fragment key={line.key}>
              <Server
                line={line}
                ports={portsOf(line, service)}
                mark={markOf(line.key)}
                onDelete={onDelete}
                moves={moves}
                href={href}
              />
              {line.problems.length > 0 && (
                <ProblemRow
                  problems={line.problems}
                  kind="real-server"
                  href={`${href}/${line.key}`}
                  columns={6}
                />
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </>
  )
}

interface ServerProps {
  line: ItemLine
  ports: string
  mark: string
  onDelete: (item: StoredItem) => void
  moves: Moves
  /** The page of all real servers. */
  href: string
}

function Server({ line, ports, mark, onDelete, moves, href }: ServerProps) {
  const reason = useReason(line.row ?? { reason: '', since: null })
  return (
    <tr data-row className={`vip ${line.problems.length ? 'noted' : ''}`}>
      <td className="c-state">
        <State shape={line.look.shape}>{line.look.word}</State>
      </td>
      <NameCell
        label={line.label}
        href={line.item ? `${href}/${line.key}` : undefined}
        mark={mark}
        reason={reason}
        shape={line.look.shape}
      />
      <AddressCell address={String(line.data.address ?? '')} ports={ports} />
      <PortsCell ports={ports} />
      <td className="c-w num">{String(line.data.weight ?? '')}</td>
      <RowActions item={line.item} href={href} onDelete={onDelete} moves={moves} />
    </tr>
  )
}

/** SO-16: a server without a port of its own shows the service's. */
const portsOf = (line: ItemLine, service: StoredItem): string =>
  String(line.data.port ?? service.data.ports ?? '')
