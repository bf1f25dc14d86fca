'use client'
// The table of the virtual services of Layer 4 or Layer 7.
import { Fragment, useMemo, useRef } from 'react'
import { LAYER4_PROTOCOLS, LAYER7_PROTOCOLS } from '../../lib/areas/protocols.ts'
import type { StoredItem } from '../../lib/protocol/console.ts'
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
import { SERVICE_PAGES, type ServiceArea } from './services.ts'
import { useMarks } from './useMarks.ts'
import { useMove } from './useMove.ts'

const text = (line: ItemLine, name: string): string => String(line.data[name] ?? '')

const wordOf = (words: readonly { value: string; label: string }[], line: ItemLine): string =>
  words.find((w) => w.value === text(line, 'protocol'))?.label ?? ''

const chosen = {
  layer4: {
    protocol: (line: ItemLine) => (line.data.protocol === 'ops' ? 'OPS' : wordOf(LAYER4_PROTOCOLS, line)),
    /** As the overview has it: DR, NAT, SNAT. */
    mode: (line: ItemLine) => String(line.data.forwarding ?? 'dr').toUpperCase(),
  },
  layer7: { protocol: (line: ItemLine) => wordOf(LAYER7_PROTOCOLS, line), mode: null },
}

const columnsOf = (area: ServiceArea): readonly Column<ItemLine>[] => [
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
  {
    title: 'PROTOCOL',
    className: 'c-proto',
    width: area === 'layer4' ? 'w-[100px]' : 'w-[120px]',
    compare: by(chosen[area].protocol, compareTexts),
  },
  ...(chosen[area].mode
    ? [
        {
          title: 'MODE',
          className: 'c-mode',
          width: 'w-[76px]',
          compare: by(chosen[area].mode, compareTexts),
        },
      ]
    : []),
  { title: 'SERVERS', className: 'c-w', width: 'w-[90px]', number: true },
]
const COLUMNS = { layer4: columnsOf('layer4'), layer7: columnsOf('layer7') }

/** In pixels. */
const rowHeight = () => 32

interface Props {
  area: ServiceArea
  lines: readonly ItemLine[]
  /** Real servers by service. */
  servers: ReadonlyMap<string, number>
  onDelete: (item: StoredItem) => void
}

export function ServiceTable({ area, lines, servers, onDelete }: Props) {
  const table = useRef<HTMLTableElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const columns = COLUMNS[area]
  const { protocol, mode } = chosen[area]
  const { href } = SERVICE_PAGES[area].services
  const { inOrder, ...order } = useSorted(lines, columns, body)
  const { indexes, before, after, measure } = useWindowed(inOrder.length, rowHeight, table)
  const markOf = useMarks(area)
  const moves = useMove(
    area,
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
        columns={columns}
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
                  href={line.item ? `${href}/${line.key}` : undefined}
                  mark={markOf(line.key)}
                />
                <AddressCell address={text(line, 'address')} ports={text(line, 'ports')} />
                <PortsCell ports={text(line, 'ports')} />
                <td className="c-proto">{protocol(line)}</td>
                {mode && <td className="c-mode">{mode(line)}</td>}
                <td className="c-w num">{serversOf(line, servers)}</td>
                <RowActions
                  item={line.item}
                  href={href}
                  onDelete={onDelete}
                  moves={order.sorting ? null : moves}
                />
              </tr>
              {noted && (
                <ProblemRow
                  problems={line.problems}
                  kind="virtual-service"
                  href={`${href}/${line.key}`}
                  columns={columns.length + 1}
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
