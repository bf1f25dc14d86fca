// Which fields of a kind are secrets, and that documents hold nothing but their names.
import { describeFields } from '../model/fields.ts'
import { isSecretName } from '../model/secret.ts'
import type { Kind } from './define.ts'

const known = new WeakMap<Kind['schema'], readonly string[]>()

/** Names of the fields; looked up once a kind, as documents have 11,000 items. */
export function secretFieldsOf(kind: Kind): readonly string[] {
  const found =
    known.get(kind.schema) ??
    describeFields(kind.schema).flatMap((f) => (f.kind === 'secret' ? [f.name] : []))
  known.set(kind.schema, found)
  return found
}

/** Fields of stored data that hold something else than the name of a secret, or none. */
export const bareSecrets = (kind: Kind, data: Record<string, unknown>): string[] =>
  secretFieldsOf(kind).filter(
    (name) => data[name] !== undefined && data[name] !== '' && !isSecretName(data[name]),
  )
