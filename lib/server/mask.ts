// Secrets never reach the audit trail: a field that holds one says only that it does, and whether it is another one now.
import { kindOf } from '../areas/index.ts'
import type { AreaName, Item } from '../model/document.ts'
import { describeFields } from '../model/fields.ts'

const MASK = '(secret)'
const NEW = '(another secret)'
/** What goes by such a name is taken for a secret wherever it stands. */
const SECRET_NAME = /pass(word|phrase)?$|secret|token|private|credential/i

interface Pair {
  before?: unknown
  after?: unknown
}

/** Both states of a thing with their secrets masked. */
export function masked(area: AreaName | undefined, { before, after }: Pair): Pair {
  const names = new Set([...secretsOf(area, before), ...secretsOf(area, after)])
  const hide = (value: unknown, other: unknown, word: string): unknown => {
    if (Array.isArray(value)) return value.map((v, i) => hide(v, at(other, i), word))
    if (value === null || typeof value !== 'object') return value
    const entries = Object.entries(value).map(([name, v]): [string, unknown] => {
      if (!isSecret(name, v, names)) return [name, hide(v, at(other, name), word)]
      return [name, other !== undefined && at(other, name) !== v ? word : MASK]
    })
    return Object.fromEntries(entries)
  }
  return { before: hide(before, undefined, MASK), after: hide(after, before, NEW) }
}

const isSecret = (name: string, value: unknown, names: ReadonlySet<string>): boolean =>
  value !== '' && (names.has(name) || (SECRET_NAME.test(name) && typeof value === 'string'))

const at = (value: unknown, key: string | number): unknown =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined

/** Names of the fields of kind secret that such an item has. */
function secretsOf(area: AreaName | undefined, thing: unknown): string[] {
  const { kind: name } = (thing ?? {}) as Partial<Item>
  const kind = area && typeof name === 'string' ? kindOf(area, name) : undefined
  return kind ? describeFields(kind.schema).flatMap((f) => (f.kind === 'secret' ? f.name : [])) : []
}
