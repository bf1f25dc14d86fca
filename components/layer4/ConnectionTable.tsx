'use client'
// The table of entries: only those in view are drawn, and only those near it are known.
import { useEffect, useRef } from 'react'
import type { ConnectionEntry } from '../../lib/protocol/layer4.ts'
import { Pad } from '../ui/Cells.tsx'
import { Heads } from '../ui/Heads.tsx'
import { State } from '../ui/Lamp.tsx'
import { useWindowed } from '../ui/useWindowed.ts'
import { expiryOf, HALF_OPEN } from './entries.ts'

/** As documented, letter by letter. */
const HEADS = ['pro', 'expire', 'state', 'source', 'virtual', 'destination'] as const
const rowHeight = () => 32

interface Props {
  /** How many there are; `entries` are those from `offset` on. */
  matching: number
  offset: number
  entries: readonly ConnectionEntry[]
  /** Told which row is the first in view. */
  onFirst: (index: number) => void
}

export function ConnectionTable({ matching, offset, entries, onFirst }: Props) {
  const table = useRef<HTMLTableElement>(null)
  const { indexes, before, after } = useWindowed(matching, rowHeight, table)
  const first = indexes[0] ?? 0
  useEffect(() => onFirst(first), [first, onFirst])
  return (
    <div className="box rows-box">
      <table
        ref={table}
        className="rows flat entries"
        aria-label="IPVS connection entries"
        aria-rowcount={matching + 1}
      >
        <colgroup>
          <col className="w-[70px]" />
          <col className="w-[90px]" />
          <col className="w-[150px]" />
          <col />
          <col />
          <col />
        </colgroup>
        <thead>
          <Heads titles={HEADS} />
        </thead>
        <tbody>
          <Pad height={before} columns={HEADS.length} />
          {indexes.map((index) => (
            <Row key={index} index={index} entry={entries[index - offset]} />
          ))}
          <Pad height={after} columns={HEADS.length} />
        </tbody>
      </table>
    </div>
  )
}

const Row = ({ index, entry }: { index: number; entry: ConnectionEntry | undefined }) =>
  entry ? (
    <tr className="vip" aria-rowindex={index + 2}>
      <td className="c-pro">{entry.protocol}</td>
      <td className="c-expire">{expiryOf(entry.expires)}</td>
      <td className="c-state">
        {entry.state === HALF_OPEN ? <State shape="warn">{entry.state}</State> : entry.state}
      </td>
      <td className="c-source mono">{entry.client}</td>
      <td className="c-virtual mono">{entry.virtual}</td>
      <td className="c-dest mono">{entry.server}</td>
    </tr>
  ) : (
    <tr className="vip" aria-rowindex={index + 2}>
      <td colSpan={HEADS.length}>
        <span className="grey w-1/3" />
      </td>
    </tr>
  )
