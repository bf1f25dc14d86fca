'use client'
// The table of state changes.
import type { Ref } from 'react'
import { nameOf, type StateChange } from '../../lib/model/changes.ts'
import { STATE_WORDS } from '../../lib/model/states.ts'
import { lookOf } from '../overview/states.ts'
import { State } from '../ui/Lamp.tsx'
import { Link } from '../ui/Link.tsx'
import { ageOf, clockOf } from '../ui/words.ts'
import { hrefOf, type Search } from './search.ts'

const HEADS = ['TIME', 'SERVICE / SERVER', 'FROM', 'TO', 'REASON', 'FORMER STATE LASTED']

interface Props {
  changes: readonly StateChange[]
  search: Search
  table: Ref<HTMLTableElement>
}

export const ChangeTable = ({ changes, search, table }: Props) => (
  <div className="box rows-box">
    <table ref={table} className="rows flat changes" aria-label="State changes">
      <colgroup>
        <col className="w-[186px]" />
        <col className="w-[24%]" />
        <col className="w-[84px]" />
        <col className="w-[104px]" />
        <col />
        <col className="w-[168px]" />
      </colgroup>
      <thead>
        <tr>
          {HEADS.map((title) => (
            <th key={title} scope="col" className={title.startsWith('FORMER') ? 'num' : ''}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <Row key={change.id} change={change} href={hrefOf({ ...search, of: change.key })} />
        ))}
      </tbody>
    </table>
  </div>
)

const Row = ({ change, href }: { change: StateChange; href: string }) => (
  <tr className="vip">
    <td className="c-when">
      <time dateTime={new Date(change.at).toISOString()}>{clockOf(change.at)}</time>
    </td>
    <td className="c-name name">
      <Link href={href} title={`Only ${nameOf(change)}`}>
        {nameOf(change)}
      </Link>
    </td>
    <td className="c-from muted">{STATE_WORDS[change.from]}</td>
    <td className="c-state">
      <State shape={lookOf(change.to).shape}>{STATE_WORDS[change.to]}</State>
    </td>
    <td className="c-reason">{change.reason}</td>
    <td className="c-lasted num muted">{change.lasted === null ? 'not known' : ageOf(change.lasted)}</td>
  </tr>
)
