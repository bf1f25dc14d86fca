// Secrets of items: what a stored item holds is only the name that the agent keeps the secret under.
import { z } from 'zod'

/** Names of secrets that came with items. The agent's own have other names, and no item may name those. */
const OF_ITEM = /^item-[0-9a-f]{32}$/

export const isSecretName = (value: unknown): value is string =>
  typeof value === 'string' && OF_ITEM.test(value)

/** A name from 32 hex digits that nobody has used before. */
export const secretNameFrom = (hex: string): string => `item-${hex}`

/** A secret as a form has it: just typed, the name of the one that is kept, or none. */
export const secret = () => z.string().max(1024, 'At most 1,024 characters.').default('')

/** Every name of an item's secret in a text. */
export const secretNamesIn = (text: string): string[] => text.match(/\bitem-[0-9a-f]{32}\b/g) ?? []
