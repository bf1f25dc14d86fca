// What hinders an address from being added, as a sentence, before it is stored. Pure.
import { hostProblems } from '../../lib/areas/addresses.ts'
import { floatingIp } from '../../lib/areas/floating-ips/schema.ts'
import { problem } from '../../lib/model/errors.ts'
import type { Facts } from '../../lib/model/facts.ts'
import { type AddressRow, ownAddress } from './rows.ts'

export type Checked = { address: string } | { error: string }

/** The address as it is stored, or why it is refused. Without facts only its form is judged. */
export function newAddress(typed: string, rows: readonly AddressRow[], facts: Facts | null): Checked {
  const parsed = floatingIp.schema.safeParse({ address: typed.trim() })
  if (!parsed.success) return { error: parsed.error.issues[0]?.message ?? 'This is no IP address.' }
  const { address } = parsed.data
  if (rows.some((r) => r.address === address)) return { error: `${address} is listed already.` }
  const own = ownAddress(facts, address)
  if (own) return { error: `${address} is this appliance’s own address on ${own}; it is up without this.` }
  const [found] = facts ? hostProblems(facts)(address) : []
  return found ? { error: problem(found[0], { area: 'floating-ips' }, found[1]).message } : { address }
}
