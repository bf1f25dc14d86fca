'use client'
// The search of the audit trail: words, who, what, how it ended, from and to, and all that fits as a file.
import Link from 'next/link'
import { ACTION_WORDS } from '../../lib/protocol/audit.ts'
import { Minute } from '../changes/SearchBar.tsx'
import { fullPath } from '../live/address.ts'
import { auditPath, hrefOf, type Search } from './search.ts'
import type { useAuditSearch } from './useAuditSearch.ts'

interface Props extends ReturnType<typeof useAuditSearch> {
  users: readonly string[]
  actions: readonly string[]
}

export function AuditBar({ search, change, typed, setTyped, users, actions }: Props) {
  return (
    <search className="changes-bar audit-bar">
      <input
        className="in"
        type="search"
        data-key="/"
        aria-label="Search the audit trail"
        placeholder="User, name, value, address or time"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Choice label="User" value={search.user} all="All users" onChange={(user) => change({ user })}>
        {users.filter(Boolean).map((user) => [user, user])}
      </Choice>
      <Choice
        label="Action"
        value={search.action}
        all="All actions"
        onChange={(action) => change({ action })}
      >
        {actions.map((action) => [action, ACTION_WORDS[action] ?? action])}
      </Choice>
      <Choice
        label="Result"
        value={search.result}
        all="All results"
        onChange={(result) => change({ result })}
      >
        {[
          ['done', 'Done'],
          ['refused', 'Refused'],
        ]}
      </Choice>
      <Minute label="From" value={search.from} onChange={(from) => change({ from })} />
      <Minute label="To" value={search.to} onChange={(to) => change({ to })} />
      {search.item !== '' && (
        <span className="only">
          Only one item <Link href={hrefOf({ ...search, item: '' })}>Show all</Link>
        </span>
      )}
      <span className="grow" />
      <Download search={search} format="csv" word="CSV" />
      <Download search={search} format="jsonl" word="JSON lines" />
    </search>
  )
}

const Download = ({ search, format, word }: { search: Search; format: string; word: string }) => (
  <a className="btn" href={fullPath(auditPath(search, { format }))} download>
    Download {word}
  </a>
)

interface ChoiceProps {
  label: string
  value: string
  all: string
  onChange: (value: string) => void
  /** Value and words. */
  children: readonly (readonly string[])[]
}

/** What stands in the address is offered, whether there is anything of it or not. */
const Choice = ({ label, value, all, onChange, children }: ChoiceProps) => (
  <select className="in" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
    <option value="">{all}</option>
    {(value === '' || children.some(([v]) => v === value) ? children : [[value, value], ...children]).map(
      ([v = '', words]) => (
        <option key={v} value={v}>
          {words}
        </option>
      ),
    )}
  </select>
)
