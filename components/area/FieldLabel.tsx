'use client'
// The label of the field that a problem belongs to, as its form has it.
import { kindOf } from '../../lib/areas/index.ts'
import { describeFields } from '../../lib/model/fields.ts'
import type { Problem } from '../../lib/model/problem.ts'

export function FieldLabel({ problem: { path }, kind: name }: { problem: Problem; kind: string }) {
  const kind = kindOf(path.area, name)
  const field = kind && describeFields(kind.schema).find((f) => f.name === path.field)
  return field?.label ?? path.field ?? ''
}
