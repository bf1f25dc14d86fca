// Secrets typed into forms: handed to the agent, which keeps them. What is stored is only the name.
import { randomBytes } from 'node:crypto'
import { checkValues } from '../areas/check.ts'
import type { Kind, Room } from '../areas/define.ts'
import { secretFieldsOf } from '../areas/secrets.ts'
import { secretNameFrom, secretNamesIn } from '../model/secret.ts'
import { ask } from './agent.ts'
import { storedNow } from './documents.ts'

type Values = Record<string, unknown>

/**
 * The values with names in place of the secrets that were just typed. `before`: what is stored now; a name that stands
 * there stays, and any other text is a new secret. Throws `AgentAway`.
 */
export async function keepSecrets(
  room: Room,
  kind: Kind,
  values: Values,
  before: Values = {},
): Promise<Values> {
  const typed = secretFieldsOf(kind).flatMap((field): [string, string, string][] => {
    const value = values[field]
    const isNew = typeof value === 'string' && value !== '' && value !== before[field]
    return isNew ? [[field, secretNameFrom(randomBytes(16).toString('hex')), value]] : []
  })
  // What is refused is not kept.
  if (typed.length === 0 || checkValues(room, kind, values).length > 0) return values
  for (const [, name, value] of typed) await ask('keep-secret', { name, value })
  return { ...values, ...Object.fromEntries(typed.map(([field, name]) => [field, name])) }
}

/** Has the agent delete what nothing saved or kept names. */
export async function forgetSecrets(): Promise<void> {
  const { rows } = await storedNow() // drafts too
  const used = rows.flatMap(({ item }) => secretNamesIn(JSON.stringify(item.data)))
  await ask('forget-secrets', { used })
}
