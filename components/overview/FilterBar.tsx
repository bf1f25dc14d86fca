'use client'
// The filter of the overview: chips by state with their counts, and a box that finds as one types.
import { type KeyboardEvent, useId } from 'react'
import { Icon } from '../ui/Icon.tsx'
import { Lamp } from '../ui/Lamp.tsx'
import { figureOf } from '../ui/words.ts'
import { type Filter, type Found, isFiltering } from './filter.ts'

interface Props {
  filter: Filter
  found: Found
  onFilter: (filter: Filter) => void
}

/** Escape leaves the box and keeps its text. */
function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Escape') return
  event.preventDefault()
  event.currentTarget.blur()
}

export function FilterBar({ filter, found, onFilter }: Props) {
  const id = useId()
  const count = found.lines.length
  return (
    <search className="tools">
      <fieldset className="chips" aria-label="Show">
        {found.chips.map((chip) => (
          <button
            key={chip.name}
            type="button"
            className="chip"
            aria-pressed={chip.name === filter.chip}
            onClick={() => onFilter({ ...filter, chip: chip.name })}
          >
            {chip.shape && <Lamp shape={chip.shape} />}
            {chip.name} <b>{figureOf(chip.count)}</b>
          </button>
        ))}
      </fieldset>
      <label className="filter" htmlFor={id}>
        <Icon name="search" />
        <span className="vh">Filter</span>
        <input
          id={id}
          type="search"
          data-key="/"
          placeholder="Filter by name, address, port, state"
          autoComplete="off"
          spellCheck={false}
          value={filter.text}
          onChange={(event) => onFilter({ ...filter, text: event.target.value })}
          onKeyDown={onKeyDown}
        />
        <span aria-hidden="true">
          <kbd>/</kbd>
        </span>
      </label>
      <span role="status" className="vh">
        {isFiltering(filter) && `${count} virtual ${count === 1 ? 'service' : 'services'} shown`}
      </span>
    </search>
  )
}

/** In place of the table. */
export const NothingFound = ({ filter, onClear }: { filter: Filter; onClear: () => void }) => (
  <div className="box nothing">
    <p>
      Nothing matches ‘{filter.text.trim() || filter.chip}’.{' '}
      <button type="button" className="textlink" onClick={onClear}>
        Clear filter.
      </button>
    </p>
  </div>
)
