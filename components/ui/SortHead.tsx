// The head of a table: each heading sorts, three clicks.
import { Icon } from './Icon.tsx'
import type { Column, Sorting } from './sort.ts'

interface Props<T> {
  columns: readonly Column<T>[]
  sorting: Sorting | null
  onSort?: (title: string) => void
  /** Names for screen readers of the columns without a heading. */
  first?: string | undefined
  last?: string | undefined
}

export const SortHead = <T,>({ columns, sorting, onSort, first, last }: Props<T>) => (
  <thead>
    <tr>
      {first && <PlainHead className="c-tick" title={first} />}
      {columns.map((column) => {
        const direction =
          sorting?.title !== column.title ? undefined : sorting.down ? 'descending' : 'ascending'
        return (
          <th
            key={column.title}
            scope="col"
            className={`${column.className} ${column.number ? 'num' : ''}`}
            aria-sort={direction}
          >
            {column.compare ? (
              <button type="button" className="sort" onClick={() => onSort?.(column.title)}>
                {column.title}
                <Icon name={direction ?? 'sort'} />
              </button>
            ) : (
              column.title
            )}
          </th>
        )
      })}
      {last && <PlainHead className="c-acts" title={last} />}
    </tr>
  </thead>
)

const PlainHead = ({ className, title }: { className: string; title: string }) => (
  <th scope="col" className={className}>
    <span className="vh">{title}</span>
  </th>
)

/** Column widths; `first` and `last` are those of the columns without a heading. */
export const Widths = <T,>({
  columns,
  first,
  last,
}: {
  columns: readonly Column<T>[]
  first?: string | undefined
  last?: string | undefined
}) => (
  <colgroup>
    {first && <col className={first} />}
    {columns.map((column) => (
      <col key={column.title} className={column.width} />
    ))}
    {last && <col className={last} />}
  </colgroup>
)
