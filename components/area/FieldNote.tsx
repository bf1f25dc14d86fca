// The third column of a field: what runs when that differs, what another saved, or what the machine knows.
import { isAddress, networkHolding, networksOf } from '../../lib/model/address.ts'
import type { Facts } from '../../lib/model/facts.ts'
import { type FieldDescription, isKept } from '../../lib/model/fields.ts'
import type { FormState } from '../form/useForm.ts'
import { asWords, type Controls } from '../form/values.ts'

interface Props {
  field: FieldDescription
  form: FormState
  running: Controls | undefined
  /** Somebody else changed this field while it was edited. */
  theirs: boolean
  facts: Facts | null
}

export function FieldNote({ field, form, running, theirs, facts }: Props) {
  const value = form.controls[field.name] ?? ''
  if (theirs && form.changed.includes(field))
    return <Was word="Saved meanwhile" value={asWords(field, form.base[field.name] ?? '')} />
  const runs = running?.[field.name]
  if (runs !== undefined && runs !== value && !isKept(field))
    return <Was word="Running" value={asWords(field, runs)} />
  if (field.kind === 'address' && facts && typeof value === 'string') return reachedBy(value.trim(), facts)
  return null
}

const Was = ({ word, value }: { word: string; value: string }) => (
  <>
    {word}: <span className="was">{value}</span>
  </>
)

function reachedBy(address: string, facts: Facts): string | null {
  if (!isAddress(address)) return null
  const network = networkHolding(address, networksOf(facts))
  return network ? `${network.interface} reaches it (${network.cidr}).` : null
}
