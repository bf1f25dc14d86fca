// What an entry of the audit trail is about, in the words that pages use.
import { kindOf, roomOf } from '../areas/index.ts'
import type { AuditEntry } from '../model/audit.ts'
import { AREAS, type AreaName } from '../model/document.ts'
import { storedNow } from './documents.ts'

/** Labels of stored items by their ids. */
export type Naming = ReadonlyMap<string, string>

export const naming = async (): Promise<Naming> =>
  new Map((await storedNow()).rows.map((r) => [r.item.id, r.item.label]))

const textAt = (value: unknown, name: string): string => {
  const found = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : ''
  return typeof found === 'string' ? found : ''
}

/** Virtual Service DICOM-Print; Drain: the server's label; commits and operations: their title. */
export function thingOf({ area, item, before, after }: Omit<AuditEntry, 'id'>, names: Naming): string {
  const is = (name: string) => textAt(after, name) || textAt(before, name)
  const title = is('title') || is('asked') || is('user') || is('name')
  const known = AREAS.find((a) => a === area)
  if (!item || !known) return title || (known ? roomOf(known).title : '')
  const server = item.replace(/^state-/, '')
  if (server !== item) return names.get(server) ?? 'a server that was deleted'
  return [kindTitle(known, is('kind')), is('label') || names.get(item)].filter(Boolean).join(' ')
}

/** Where the label is no name of people's own, the kind says more. */
const kindTitle = (area: AreaName, kind: string): string => kindOf(area, kind)?.title ?? ''
