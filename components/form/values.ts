// Between what stands in a form's controls and what the schema reads. Pure.
import type { Item } from '../../lib/model/document.ts'
import { type FieldDescription, isShown } from '../../lib/model/fields.ts'

/** What a control holds: text, or whether it is ticked. */
export type Control = string | boolean
export type Controls = Record<string, Control>

/** A stored or default value, as its control shows it. */
export function toControl(field: FieldDescription, value: unknown): Control {
  if (field.kind === 'checkbox') return value === true
  if (Array.isArray(value)) return value.join(', ')
  return value === undefined || value === null ? '' : String(value)
}

/** What the schema is given: empty means absent where the field may be absent, and numbers are numbers. */
export function fromControl(field: FieldDescription, control: Control): unknown {
  if (typeof control === 'boolean') return control
  const text = control.trim()
  if (field.kind === 'addresses') return text.split(/[\s,;]+/).filter(Boolean)
  const isNumber = field.kind === 'number' || field.kind === 'port'
  if (text === '') return field.required && !isNumber ? '' : undefined
  return isNumber && /^-?\d+$/.test(text) ? Number(text) : control
}

export const defaultsOf = (fields: readonly FieldDescription[]): Controls =>
  Object.fromEntries(fields.map((f) => [f.name, toControl(f, f.default)]))

export function controlsOf(fields: readonly FieldDescription[], item: Item): Controls {
  const values: Record<string, unknown> = { label: item.label, ...item.data }
  return Object.fromEntries(fields.map((f) => [f.name, toControl(f, values[f.name] ?? f.default)]))
}

export const valuesOf = (fields: readonly FieldDescription[], controls: Controls): Record<string, unknown> =>
  Object.fromEntries(fields.map((f) => [f.name, fromControl(f, controls[f.name] ?? '')]))

/** Fields to be shown beside these controls. */
export function shownFields(fields: readonly FieldDescription[], controls: Controls): FieldDescription[] {
  const values = valuesOf(fields, controls)
  return fields.filter((f) => isShown(f, values))
}

/** What is saved: what stands in the controls, but for hidden fields what stood there before. */
export function toSave(fields: readonly FieldDescription[], base: Controls, controls: Controls) {
  const shown = shownFields(fields, controls)
  return valuesOf(fields, { ...base, ...pick(controls, shown) })
}

const pick = (controls: Controls, fields: readonly FieldDescription[]): Controls =>
  Object.fromEntries(fields.map((f) => [f.name, controls[f.name] ?? '']))

/** The value as people read it: the choice's label, on or off, or "empty". */
export function asWords(field: FieldDescription, control: Control): string {
  if (typeof control === 'boolean') return control ? 'on' : 'off'
  const option = field.options?.find((o) => o.value === control)
  return option?.label ?? (control === '' ? 'empty' : control)
}
