'use client'
// The table of Layer 7 virtual services.
import { Fragment, useMemo, useRef } from 'react'
import { virtualService } from '../../lib/areas/layer7/schema.ts'
import { describeFields } from '../../lib/model/fields.ts'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { asWords, toControl } from '../form/values.ts'
import { LAYER7_SERVICES } from '../frame/menu.ts'
import { rankOf } from '../overview/states.ts'
import { AddressCell, PortsCell } from '../ui/Cells.tsx'
import { State } from '../ui/Lamp.tsx'
import { NameCell } from '../ui/NameCell.tsx'
import { by, type Column, compareAddresses, compareNumbers, comparePorts, compareTexts } from '../ui/sort.ts'
import { useRowKeys } from '../ui/useRowKeys.ts'
import { useSorted } from '../ui/useSorted.ts'
import { useWindowed } from '../ui/useWindowed.ts'
import { WindowedTable } from '../ui/WindowedTable.tsx'
import { NotMoved } from './NotMoved.tsx'
import { ProblemRow } from './ProblemRow.tsx'
import { RowActions } from './RowActions.tsx'
import type { ItemLine } from './rows.ts'
import { useMarks } from './useMarks.ts'
import { useMove } from './useMove.ts'

const protocolField = describeFields(virtualService.schema).find((f) => f.name === 'protocol')
const text = (line: ItemLine, name: string): string => String(line.data[name] ?? '')
const protocolOf = (line: ItemLine): string =>
  protocolField
    ? asWords(protocolField, toControl(protocolField, line.data.protocol ?? protocolField.default))
    : ''

const COLUMNS: readonly Column<ItemLine>[] = [
  {
    title: 'STATE',
    className: 'c-state',
    width: 'w-[136px]',
    compare: by((l) => rankOf(l.look), compareNumbers),
  },
  { title: 'VIRTUAL SERVICE', className: 'c-name', compare: by((l) => l.label, compareTexts) },
  {
    title: 'IP',
    className: 'c-ip',
    width: 'w-[160px]',
    compare: by((l) => text(l, 'address'), compareAddresses),
  },
  {
    title: 'PORTS',
    className: 'c-ports',
    width: 'w-[120px]',
    compare: by((l) => text(l, 'ports'), comparePorts),
  },
  { title: 'PROTOCOL', className: 'c-proto', width: 'w-[120px]', compare: by(protocolOf, compareTexts) },
  { title: 'SERVERS', className: 'c-w', width: 'w-[90px]', number: true },
]

interface Props {
  lines: readonly ItemLine[]
  /** Real servers by service. */
  servers: ReadonlyMap<string, number>
  onDelete: (item: StoredItem) => void
}

export function ServiceTable({ lines, servers, onDelete }: Props) {
  const table = useRef<HTMLTableElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const { inOrder, ...order } = useSorted(lines, COLUMNS, body)
  const { indexes, before, after, measure } = useWindowed(inOrder.length, 32, table)
  const markOf = useMarks('layer7')
  const moves = useMove(
    'layer7',
    useMemo(() => lines.flatMap((l) => l.item?.id ?? []), [lines]),
  )
  useRowKeys(body, inOrder)
  return (
    <div className="box rows-box">
      <NotMoved moves={moves} />
      <WindowedTable
        name="Virtual services"
        role="grid"
        className="flat"
        columns={COLUMNS}
        last={{ title: 'Actions', width: 'w-[216px]' }}
        {...{ table, body, order }}
        window={{ before, after }}
        count={inOrder.length}
      >
        {indexes.map((index) => {
          const line = inOrder[index]
          if (!line) return null
          const noted = line.problems.length > 0
          return (
            <Fragment key={line.key}>
              <tr ref={measure} data-row data-index={index} className={`vip ${noted ? 'noted' : ''}`}>
                <td className="c-state">
                  <State shape={line.look.shape}>{line.look.word}</State>
                </td>
                <NameCell
                  label={line.label}
                  href={line.item ? `${LAYER7_SERVICES.href}/${line.key}` : undefined}
                  mark={markOf(line.key)}
                />
                <AddressCell address={text(line, 'address')} ports={text(line, 'ports')} />
                <PortsCell ports={text(line, 'ports')} />
                <td className="c-proto">{protocolOf(line)}</td>
                <td className="c-w num">{serversOf(line, servers)}</td>
                <RowActions
                  item={line.item}
                  href={LAYER7_SERVICES.href}
                  onDelete={onDelete}
                  moves={order.sorting ? null : moves}
                />
              </tr>
              {noted && (
                <ProblemRow
                  problems={line.problems}
                  kind="virtual-service"
                  href={`${LAYER7_SERVICES.href}/${line.key}`}
                  columns={7}
                />
              )}
            </Fragment>
          )
        })}
      </WindowedTable>
    </div>
  )
}

function serversOf({ row, key }: ItemLine, servers: ReadonlyMap<string, number>): string {
  if (row?.row === 'service' && row.state !== 'unknown') return `${row.serversUp} / ${row.servers}`
  return String(servers.get(key) ?? 0)
}
