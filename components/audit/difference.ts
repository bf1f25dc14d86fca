// What an entry changed, field by field, in the labels of the forms. Pure.
import { kindOf } from '../../lib/areas/index.ts'
import { AREAS } from '../../lib/model/document.ts'
import { describeFields } from '../../lib/model/fields.ts'
import { same } from '../../lib/model/same.ts'
import type { AuditRow } from '../../lib/protocol/audit.ts'

export interface Changed {
  field: string
  /** Null: there was none. */
  before: string | null
  after: string | null
}

type Values = Record<string, unknown>

/** An item's fields, its label and place among them; of anything else all it has. */
function valuesOf(thing: unknown): Values | null {
  if (thing === null || typeof thing !== 'object') return thing == null ? null : { '': thing }
  const { data, label, position } = thing as { data?: Values; label?: unknown; position?: unknown }
  return data ? { label, position, ...data } : (thing as Values)
}

const textOf = (value: unknown): string | null => {
  if (value === undefined || value === null) return null
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) return value.join('\n')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Fields that differ; all of them where the thing was made or deleted. */
export function differenceOf({
  area,
  before,
  after,
}: Pick<AuditRow, 'area' | 'before' | 'after'>): Changed[] {
  const [old, now] = [valuesOf(before), valuesOf(after)]
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])]
  const labels = labelsOf(area, after ?? before)
  const fields = names
    .filter((name) => !(old && now && same(old[name], now[name])))
    .map((name) => ({
      field: labels.get(name) ?? OTHERS[name] ?? name,
      before: textOf(old?.[name]),
      after: textOf(now?.[name]),
    }))
  return fields.filter((f) => f.before !== null || f.after !== null)
}

const OTHERS: Record<string, string> = {
  label: 'Label',
  position: 'Place in the list',
  title: 'What',
  readBack: 'Read back',
  asked: 'Asked for',
  areas: 'Areas',
  answers: 'Answers',
  name: 'Name',
  group: 'Group',
  expiresAt: 'Expires',
  id: 'Id',
  user: 'User',
  state: 'State',
  since: 'Since',
  by: 'By',
}

function labelsOf(area: string | null, thing: unknown): Map<string, string> {
  const known = AREAS.find((a) => a === area)
  const { kind } = (thing ?? {}) as { kind?: unknown }
  const found = known && typeof kind === 'string' ? kindOf(known, kind) : undefined
  return new Map(found ? describeFields(found.schema).map((f) => [f.name, f.label]) : [])
}
