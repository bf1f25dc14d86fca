'use client'
// The row of a real server, and the headings above the first one.
import { memo, type Ref } from 'react'
import { ChangesLink } from '../changes/ChangesLink.tsx'
import { AddressCell, PortsCell } from '../ui/Cells.tsx'
import { State } from '../ui/Lamp.tsx'
import { NameCell } from '../ui/NameCell.tsx'
import type { ServerLine } from './lines.ts'
import { useReason } from './reason.ts'

interface Props {
  line: ServerLine
  index: number
  measure: Ref<HTMLTableRowElement> | undefined
}

export const ServerRow = memo(function ServerRow({ line, index, measure }: Props) {
  const reason = useReason(line)
  return (
    <tr
      ref={measure}
      className={`rip ${line.stale ? 'stale' : ''}`}
      data-row
      data-index={index}
      aria-level={2}
    >
      <td className="c-tick" />
      <td className="c-state">
        <ChangesLink line={line}>
          <State shape={line.look.shape}>{line.look.word}</State>
        </ChangesLink>
      </td>
      <NameCell label={line.label} reason={reason} shape={line.look.shape} />
      <AddressCell address={line.address} ports={line.ports} />
      <PortsCell ports={line.ports} />
      <td className="c-w num">{line.weight ?? '–'}</td>
      <td className="c-conns num">{line.connections?.toLocaleString('en') ?? '–'}</td>
      <td colSpan={3} />
    </tr>
  )
})

export const ServerHead = ({ index, measure }: Omit<Props, 'line'>) => (
  <tr ref={measure} className="riphead" data-index={index} aria-level={2}>
    <td />
    <th scope="col" className="c-state">
      STATE
    </th>
    <th scope="col">REAL SERVER</th>
    <th scope="col">IP</th>
    <th scope="col">PORTS</th>
    <th scope="col" className="num">
      WEIGHT
    </th>
    <th scope="col" className="num">
      CONNS
    </th>
    <td colSpan={3} />
  </tr>
)
