'use client'
// At the foot of an item's form: who changed each of its fields last, from the audit trail.
import Link from 'next/link'
import { kindOf } from '../../lib/areas/index.ts'
import type { AreaName } from '../../lib/model/document.ts'
import { describeFields } from '../../lib/model/fields.ts'
import { itemHistory } from '../../lib/protocol/audit.ts'
import { useJson } from '../live/useJson.ts'
import { clockOf } from '../ui/words.ts'
import { EVERYTHING, hrefOf } from './search.ts'

interface Props {
  area: AreaName
  kind: string
  /** Read again for each new revision. */
  item: { id: string; rev: number }
}

export function LastChanges({ area, kind, item: { id, rev } }: Props) {
  const { data } = useJson(`/api/audit/item?id=${encodeURIComponent(id)}`, itemHistory, rev)
  const schema = kindOf(area, kind)?.schema
  if (!data || !schema || (data.fields.length === 0 && !data.made)) return null
  const labels = new Map(describeFields(schema).map((f) => [f.name, f.label]))
  const lines = [
    ...data.fields.map((f) => ({ what: labels.get(f.field) ?? f.field, ...f })),
    ...(data.made ? [{ what: 'Everything else', field: '', ...data.made }] : []),
  ]
  return (
    <section className="box last-changes" aria-label="Changed last">
      <header>
        <h2>Changed last</h2>
        <Link href={hrefOf({ ...EVERYTHING, item: id })}>All its changes</Link>
      </header>
      <dl>
        {lines.map(({ what, by, at }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {by} <time dateTime={new Date(at).toISOString()}>{clockOf(at)}</time>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
