'use client'
// The table of floating IPs: where each is, who uses it, and what can be done with it.
import { useRef } from 'react'
import type { Problem } from '../../lib/model/problem.ts'
import { ProblemRow } from '../area/ProblemRow.tsx'
import { SERVICE_PAGES } from '../area/services.ts'
import { FLOATING_IPS } from '../frame/menu.ts'
import { useMay } from '../live/Live.tsx'
import { State } from '../ui/Lamp.tsx'
import { Link } from '../ui/Link.tsx'
import { SortHead, Widths } from '../ui/SortHead.tsx'
import type { Column } from '../ui/sort.ts'
import { useRowKeys } from '../ui/useRowKeys.ts'
import type { AddressRow } from './rows.ts'

const COLUMNS: readonly Column<AddressRow>[] = [
  { title: 'STATE', className: 'c-state', width: 'w-[136px]' },
  { title: 'FLOATING IP', className: 'c-name', width: 'w-[260px]' },
  { title: 'INTERFACE', className: 'c-on', width: 'w-[140px]' },
  { title: 'USED BY', className: 'c-used' },
]

/** Rows are walked with the arrow keys: ARIA's grid, on a table. */
const GRID = { role: 'grid' } as const

interface Props {
  rows: readonly AddressRow[]
  problems: readonly Problem[]
  onDisable: (row: AddressRow) => void
  onEnable: (row: AddressRow) => void
  onDelete: (row: AddressRow) => void
}

export function AddressTable({ rows, problems, ...acts }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  useRowKeys(body, rows)
  return (
    <div className="box rows-box">
      <table {...GRID} className="rows flat floating" aria-label="Floating IPs">
        <Widths columns={COLUMNS} last="w-[160px]" />
        <SortHead columns={COLUMNS} sorting={null} last="Actions" />
        <tbody ref={body}>
          {rows.map((row) => (
            <Lines
              key={row.key}
              row={row}
              problems={problems.filter((p) => p.path.item !== undefined && p.path.item === row.listed?.id)}
              {...acts}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface LinesProps extends Omit<Props, 'rows'> {
  row: AddressRow
}

function Lines({ row, problems, onDisable, onEnable, onDelete }: LinesProps) {
  const mayChange = useMay('configure')
  return (
    <>
      <tr data-row className={`vip ${problems.length ? 'noted' : ''}`}>
        <td className="c-state">
          <State shape={row.look.shape}>{row.look.word}</State>
        </td>
        <td className="c-name mono">{row.address}</td>
        <td className="c-on mono">{row.on ?? '–'}</td>
        <td className="c-used">
          <Users row={row} />
        </td>
        <td className="c-acts">
          {mayChange && (
            <div className="ops">
              <Act
                verb={row.disabled ? 'Enable' : 'Disable'}
                row={row}
                on={row.disabled ? onEnable : onDisable}
              />
              <Act verb="Delete" row={row} on={onDelete} quiet />
            </div>
          )}
        </td>
      </tr>
      {problems.length > 0 && (
        <ProblemRow problems={problems} kind="floating-ip" href={FLOATING_IPS.href} columns={5} />
      )}
    </>
  )
}

interface ActProps {
  verb: string
  row: AddressRow
  on: (row: AddressRow) => void
  quiet?: true
}

const Act = ({ verb, row, on, quiet }: ActProps) => (
  <button
    type="button"
    className={`op ${quiet ? 'quiet' : ''}`}
    aria-label={`${verb} ${row.address}`}
    onClick={() => on(row)}
  >
    {verb}
  </button>
)

const Users = ({ row: { usedBy, listed } }: { row: AddressRow }) => (
  <>
    {usedBy.map(({ area, item }, i) => (
      <span key={item.id}>
        {i > 0 && ', '}
        <Link href={`${SERVICE_PAGES[area].services.href}/${item.id}`}>{item.label}</Link>
      </span>
    ))}
    {usedBy.length === 0 && <span className="muted">{listed ? 'Added here' : 'Nobody any more'}</span>}
  </>
)
