// A directory in one line: Active Directory · LDAPS · dc1.example.com, dc2.example.com. Pure.
import { directory } from '../../lib/areas/external-authentication/schema.ts'
import type { Item } from '../../lib/model/document.ts'
import { describeFields } from '../../lib/model/fields.ts'

const fields = describeFields(directory.schema)

function choice(item: Item, name: string): string {
  const field = fields.find((f) => f.name === name)
  const value = item.data[name] ?? field?.default
  return field?.options?.find((o) => o.value === value)?.label ?? ''
}

export function aboutOf(item: Item): string {
  const how = item.data.type === 'radius' ? [] : [choice(item, 'encryption')]
  const clear = how[0] === 'None' ? ['not encrypted'] : how
  return [choice(item, 'type'), ...clear, String(item.data.servers ?? '')].join(' · ')
}
