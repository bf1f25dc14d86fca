'use client'
// The search of State Changes: words, from and to, the row it is about, and all that fits as a file.
import { useId } from 'react'
import { fullPath } from '../live/address.ts'
import { Link } from '../ui/Link.tsx'
import { changesPath, hrefOf } from './search.ts'
import type { useSearch } from './useSearch.ts'

export function SearchBar({ search, change, typed, setTyped }: ReturnType<typeof useSearch>) {
  return (
    <search className="changes-bar">
      <input
        className="in"
        type="search"
        data-key="/"
        aria-label="Search state changes"
        placeholder="Name, state, reason or time"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Minute label="From" value={search.from} onChange={(from) => change({ from })} />
      <Minute label="To" value={search.to} onChange={(to) => change({ to })} />
      {search.of !== '' && (
        <span className="only">
          Only <strong>{search.of.split('/').slice(1).join('/')}</strong>{' '}
          <Link href={hrefOf({ ...search, of: '' })}>Show all</Link>
        </span>
      )}
      <span className="grow" />
      <a className="btn" href={fullPath(changesPath(search, { format: 'csv' }))} download>
        Download CSV
      </a>
    </search>
  )
}

interface MinuteProps {
  label: string
  value: string
  onChange: (value: string) => void
}

/** A day and a minute of it. All times of the console are UTC, and so is this. */
export function Minute({ label, value, onChange }: MinuteProps) {
  const id = useId()
  return (
    <span className="minute">
      <label htmlFor={id}>{label}</label>
      <span className="with-unit">
        <input
          id={id}
          className="in"
          type="datetime-local"
          aria-describedby={`${id}-zone`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        <span id={`${id}-zone`} className="unit">
          UTC
        </span>
      </span>
    </span>
  )
}
