// What one entry changed: each field before and after; and what the file says where it says otherwise.
import { same } from '../../lib/model/same.ts'
import type { AuditRow } from '../../lib/protocol/audit.ts'
import { clockOf } from '../ui/words.ts'
import { type Changed, differenceOf } from './difference.ts'

export function Details({ row }: { row: AuditRow }) {
  const changed = differenceOf(row)
  return (
    <div className="audit-details">
      {row.file && <InFile row={row} />}
      {changed.length === 0 && <p className="muted">No field was changed.</p>}
      {changed.length > 0 && <Fields changed={changed} isNew={row.before === null} />}
    </div>
  )
}

const Fields = ({ changed, isNew }: { changed: readonly Changed[]; isNew: boolean }) => (
  <table className="versus">
    <thead>
      <tr>
        <th scope="col">FIELD</th>
        {!isNew && <th scope="col">BEFORE</th>}
        <th scope="col">{isNew ? 'VALUE' : 'AFTER'}</th>
      </tr>
    </thead>
    <tbody>
      {changed.map(({ field, before, after }) => (
        <tr key={field}>
          <th scope="row">{field}</th>
          {!isNew && <td className="was-value">{before === null ? <i>none</i> : <del>{before}</del>}</td>}
          <td>{after === null ? <i>none</i> : isNew ? after : <ins>{after}</ins>}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

/** Only what differs from the row above it. */
function InFile({ row }: { row: AuditRow }) {
  const { file } = row
  if (!file) return null
  const said = [
    file.at === row.at ? '' : `the time ${clockOf(file.at)}`,
    file.user === row.user ? '' : `the user ${file.user}`,
    file.address === row.address ? '' : `the address ${file.address || 'none'}`,
    file.action === row.action ? '' : `the action ${file.action}`,
    file.result === row.result ? '' : `the result ${file.result}`,
    same(file.before, row.before) && same(file.after, row.after) ? '' : 'other values',
  ].filter(Boolean)
  return (
    <p className="s-fail">
      The file says {said.length ? said.join(', ') : 'the same in other bytes'}. What stands here is what the
      console itself stored.
    </p>
  )
}
