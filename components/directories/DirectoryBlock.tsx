'use client'
import { useId, useRef } from 'react'
import type { Problem } from '../../lib/model/problem.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { MoveButtons } from '../area/MoveButtons.tsx'
import { ProblemRow } from '../area/ProblemRow.tsx'
import { RowActions } from '../area/RowActions.tsx'
import { useMarks } from '../area/useMarks.ts'
import type { Moves } from '../area/useMove.ts'
import { EXTERNAL_AUTHENTICATION as PAGE } from '../frame/menu.ts'
import { useMay } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
// One directory: what it is, what can be done with it, and which of its groups may do what here.
import { Link } from '../ui/Link.tsx'
import { SortHead, Widths } from '../ui/SortHead.tsx'
import type { Column } from '../ui/sort.ts'
import { Tip } from '../ui/Tip.tsx'
import { useRowKeys } from '../ui/useRowKeys.ts'
import { aboutOf } from './about.ts'

interface Props {
  directory: StoredItem
  view: ItemsView
  moves: Moves
  onTest: (directory: StoredItem) => void
  onDelete: (item: StoredItem) => void
}

export function DirectoryBlock({ directory, view, moves, onTest, onDelete }: Props) {
  const id = useId()
  const mayChange = useMay('configure')
  const markOf = useMarks('external-authentication')
  const groups = view.items.filter((i) => i.parent === directory.id)
  const mark = markOf(directory.id)
  return (
    <section className="box rows-box directory" aria-labelledby={id}>
      <div className="blockhead">
        <Tip text={directory.label}>
          <h2 id={id}>{directory.label}</h2>
        </Tip>
        <span className="muted about">{aboutOf(directory)}</span>
        {mark !== '' && <span className="muted">{mark}</span>}
        {mayChange && (
          <div className="ops">
            <MoveButtons item={directory} moves={moves} />
            <Button small onClick={() => onTest(directory)} aria-label={`Test ${directory.label}`}>
              Test
            </Button>
            <Link
              className="btn sm"
              href={`${PAGE.href}/${directory.id}`}
              aria-label={`Modify ${directory.label}`}
            >
              Modify
            </Link>
            <Button small onClick={() => onDelete(directory)} aria-label={`Delete ${directory.label}`}>
              Delete
            </Button>
          </div>
        )}
      </div>
      <Groups
        directory={directory}
        groups={groups}
        problems={view.problems.filter((p) => p.path.item === directory.id)}
        problemsOf={(item) => view.problems.filter((p) => p.path.item === item)}
        onDelete={onDelete}
      />
      {mayChange && (
        <div className="blockfoot">
          <Link
            className="btn sm"
            href={`${PAGE.href}/groups/new?directory=${directory.id}`}
            aria-label={`Add a new Directory Group to ${directory.label}`}
          >
            <Icon name="plus" />
            Add a new Directory Group
          </Link>
        </div>
      )}
    </section>
  )
}

const COLUMNS: readonly Column<StoredItem>[] = [
  { title: 'DIRECTORY GROUP', className: 'c-name' },
  { title: 'GROUP', className: 'c-group', width: 'w-[160px]' },
]

/** Rows are walked with the arrow keys: ARIA's grid, on a table. */
const GRID = { role: 'grid' } as const

interface GroupsProps {
  directory: StoredItem
  groups: readonly StoredItem[]
  /** Of the directory itself. */
  problems: readonly Problem[]
  problemsOf: (item: string) => readonly Problem[]
  onDelete: (item: StoredItem) => void
}

function Groups({ directory, groups, problems, problemsOf, onDelete }: GroupsProps) {
  const body = useRef<HTMLTableSectionElement>(null)
  useRowKeys(body, groups)
  if (groups.length + problems.length === 0) return null
  return (
    <table {...GRID} className="rows flat groups" aria-label={`Groups of ${directory.label}`}>
      <Widths columns={COLUMNS} last="w-[160px]" />
      <SortHead columns={COLUMNS} sorting={null} last="Actions" />
      <tbody ref={body}>
        {problems.length > 0 && (
          <ProblemRow
            problems={problems}
            kind="directory"
            href={`${PAGE.href}/${directory.id}`}
            columns={3}
          />
        )}
        {groups.map((group) => (
          <Group key={group.id} group={group} problems={problemsOf(group.id)} onDelete={onDelete} />
        ))}
      </tbody>
    </table>
  )
}

interface GroupProps {
  group: StoredItem
  problems: readonly Problem[]
  onDelete: (item: StoredItem) => void
}

const Group = ({ group, problems, onDelete }: GroupProps) => (
  <>
    <tr data-row className={`vip ${problems.length ? 'noted' : ''}`}>
      <td className="c-name mono">{group.label}</td>
      <td className="c-group">{String(group.data.group ?? 'report')}</td>
      <RowActions item={group} href={`${PAGE.href}/groups`} onDelete={onDelete} moves={null} />
    </tr>
    {problems.length > 0 && (
      <ProblemRow problems={problems} kind="group-map" href={`${PAGE.href}/groups/${group.id}`} columns={3} />
    )}
  </>
)
