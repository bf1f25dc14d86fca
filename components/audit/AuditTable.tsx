'use client'
// The table of the audit trail: each entry opens to what it changed; of many only those in view are drawn.
import { useRef, useState } from 'react'
import { wasDone } from '../../lib/model/audit.ts'
import { ACTION_WORDS, type AuditRow } from '../../lib/protocol/audit.ts'
import { Pad } from '../ui/Cells.tsx'
import { Icon } from '../ui/Icon.tsx'
import { State } from '../ui/Lamp.tsx'
import { useWindowed } from '../ui/useWindowed.ts'
import { clockOf } from '../ui/words.ts'
import { Details } from './Details.tsx'
import { STANDS } from './states.ts'

const HEADS = ['TIME', 'USER', 'FROM', 'ACTION', 'WHAT', 'RESULT', 'IN THE FILE']
const rowHeight = (): number => 32
/** The heads, and the caret before them. */
const ACROSS = HEADS.length + 1

export const keyOf = (row: AuditRow): string => `${row.n ?? 'x'}.${row.id}`

export function AuditTable({ rows }: { rows: readonly AuditRow[] }) {
  const table = useRef<HTMLTableElement>(null)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const { indexes, before, after, measure } = useWindowed(rows.length, rowHeight, table)
  const toggle = (key: string) => {
    const next = new Set(open)
    if (!next.delete(key)) next.add(key)
    setOpen(next)
  }
  return (
    <div className="box rows-box">
      <table ref={table} className="rows flat audit" aria-label="Audit trail" aria-rowcount={rows.length + 1}>
        <colgroup>
          <col className="w-[28px]" />
          <col className="w-[186px]" />
          <col className="w-[118px]" />
          <col className="w-[128px]" />
          <col className="w-[108px]" />
          <col />
          <col className="w-[19%]" />
          <col className="w-[118px]" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span className="vh">Details</span>
            </th>
            {HEADS.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Pad height={before} columns={ACROSS} />
        </tbody>
        {indexes.map((index) => {
          const row = rows[index]
          if (!row) return null
          const key = keyOf(row)
          const isOpen = open.has(key)
          return (
            <tbody key={key} ref={measure} data-index={index}>
              <Entry row={row} open={isOpen} onToggle={() => toggle(key)} />
              {isOpen && (
                <tr className="detail">
                  <td colSpan={ACROSS}>
                    <Details row={row} />
                  </td>
                </tr>
              )}
            </tbody>
          )
        })}
        <tbody>
          <Pad height={after} columns={ACROSS} />
        </tbody>
      </table>
    </div>
  )
}

interface EntryProps {
  row: AuditRow
  open: boolean
  onToggle: () => void
}

function Entry({ row, open, onToggle }: EntryProps) {
  const action = ACTION_WORDS[row.action] ?? row.action
  const hasDetails = row.before !== null || row.after !== null || row.file !== null
  return (
    <tr className="vip">
      <td className="c-tick">
        {hasDetails && (
          <button
            type="button"
            className="caret"
            aria-expanded={open}
            aria-label={`${action} ${row.thing}, what changed`}
            onClick={onToggle}
          >
            <Icon name="chevron" />
          </button>
        )}
      </td>
      <td className="c-when">
        <time dateTime={new Date(row.at).toISOString()}>{clockOf(row.at)}</time>
      </td>
      <td className="c-user">{row.user}</td>
      <td className="c-address mono muted">{row.address}</td>
      <td className="c-action">{action}</td>
      <td className="c-thing">{row.thing}</td>
      <td className={`c-result ${wasDone(row) ? 'muted' : ''}`}>{row.result}</td>
      <td className="c-stands">
        <Stands state={row.state} />
      </td>
    </tr>
  )
}

/** Health is quiet: what stands there as written says so in plain ink. */
const Stands = ({ state }: { state: AuditRow['state'] }) => {
  const { shape, word } = STANDS[state]
  return shape ? <State shape={shape}>{word}</State> : <span className="muted">{word}</span>
}
