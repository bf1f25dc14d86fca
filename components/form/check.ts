// Which fields are not right, by the kind's own schema. Pure.
import type { z } from 'zod'
import type { FieldDescription } from '../../lib/model/fields.ts'
import type { Problem } from '../../lib/model/problem.ts'
import { type Controls, fromControl, shownFields, toSave } from './values.ts'

/** Messages by field name; a field without one is right. */
export type Errors = Record<string, string>

/** One field by itself, for when it is left. */
export function checkField(
  schema: z.ZodObject,
  field: FieldDescription,
  controls: Controls,
): string | undefined {
  const result = (schema.shape[field.name] as z.ZodType).safeParse(
    fromControl(field, controls[field.name] ?? ''),
  )
  return result.success ? undefined : result.error.issues[0]?.message
}

/** All shown fields. */
export function checkAll(
  schema: z.ZodObject,
  fields: readonly FieldDescription[],
  base: Controls,
  controls: Controls,
): Errors {
  const values = toSave(fields, base, controls)
  const found = shownFields(fields, controls).flatMap((f): [string, string][] => {
    const result = (schema.shape[f.name] as z.ZodType).safeParse(values[f.name])
    return result.success ? [] : [[f.name, result.error.issues[0]?.message ?? 'This is not right.']]
  })
  return Object.fromEntries(found)
}

/** What the console refused, by field. */
export const errorsOf = (problems: readonly Problem[]): Errors =>
  Object.fromEntries(
    problems.flatMap((p) => (p.path.field === undefined ? [] : [[p.path.field, p.message] as const])),
  )
