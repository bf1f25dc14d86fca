// What a form knows of a field: it all stands at the field's schema, once.
import { z } from 'zod'

/** How a field is shown and edited. */
export type FieldKind =
  | 'text'
  | 'address'
  | 'addresses'
  | 'ports'
  | 'port'
  | 'number'
  | 'select'
  | 'checkbox'
  | 'secret'
  | 'certificate'
  | 'key-pair'

/** Whether a field only names what the agent keeps: that means nothing elsewhere, so it leaves the appliance with no file. */
export const isKept = ({ kind }: { kind: FieldKind }): boolean => kind === 'secret' || kind === 'key-pair'

/** A condition on another field of the same item: shown only while that field has one of these values. */
export type ShowWhen = { field: string; in: readonly unknown[] }

export interface FieldMeta {
  label: string
  /** One or two sentences for the "?" beside the field. */
  help: string
  kind: FieldKind
  section: string
  /** Choices of a select, in order: value and label. */
  options?: readonly { value: string; label: string }[]
  /** Options that the machine's facts give, after those of `options`: check scripts by name, interfaces without lo. */
  optionsFrom?: 'scripts' | 'interfaces'
  /** Behind the section's [Advanced +]. */
  advanced?: boolean
  /** The section's Advanced stands open by itself beside such values. */
  opensWhen?: (values: Record<string, unknown>) => boolean
  /** Not on the Add form (it comes with Modify). */
  modifyOnly?: boolean
  /** All must hold. */
  showWhen?: readonly ShowWhen[]
  /** What empty means; never an example. */
  placeholder?: string
  /** The rule, in a line below the control. */
  hint?: string
  /** Stands behind the control: seconds, bytes. */
  unit?: string
  /** Name for screen readers when the label alone is ambiguous. */
  accessibleName?: string
  /** Words beside a check box. */
  beside?: string
}

const registry = z.registry<FieldMeta>()

/** A schema with what a form needs to show it. The returned schema must not be wrapped again: metadata does not survive it. */
export function field<S extends z.ZodType>(schema: S, meta: FieldMeta): S {
  const own = schema.meta({}) as S // a copy of its own, so that two fields may share a schema
  registry.add(own, meta)
  return own
}

/** What a form knows of a field, by its schema; undefined for a schema that is no field. */
export const metaOf = (schema: z.core.$ZodType): FieldMeta | undefined => registry.get(schema)

export interface FieldDescription extends FieldMeta {
  name: string
  /** Value on a fresh form; undefined when there is none. */
  default: unknown
  required: boolean
}

/** The fields of a kind's schema, in order. Throws on a field without metadata: a fault of ours, caught by the house guards. */
export function describeFields(schema: z.ZodObject): FieldDescription[] {
  return Object.entries(schema.shape).map(([name, s]) => {
    const type = s as z.ZodType
    const meta = registry.get(type)
    if (!meta) throw new Error(`field ${name} has no metadata`)
    const empty = type.safeParse(undefined)
    return { ...meta, name, default: empty.success ? empty.data : undefined, required: !empty.success }
  })
}

/** Whether a field is to be shown beside these values. */
export const isShown = (f: FieldMeta, values: Record<string, unknown>): boolean =>
  (f.showWhen ?? []).every((c) => c.in.includes(values[c.field]))
