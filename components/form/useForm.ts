// The state of one form: what was read, what a person changed, what is wrong with it.
import { useMemo, useState } from 'react'
import type { Kind } from '../../lib/areas/define.ts'
import type { FieldDescription } from '../../lib/model/fields.ts'
import type { ActionResult } from '../../lib/protocol/console.ts'
import { checkAll, checkField, type Errors, errorsOf } from './check.ts'
import { useKept } from './useKept.ts'
import { type Control, type Controls, shownFields, toSave } from './values.ts'

export interface FormState {
  fields: readonly FieldDescription[]
  shown: readonly FieldDescription[]
  base: Controls
  controls: Controls
  changed: readonly FieldDescription[]
  errors: Errors
  /** A refusal that belongs to no field. */
  message: string
  saving: boolean
  /** It begins with what was typed before a log-out. */
  restored: boolean
  /** Grows with every Update that found something; the first wrong field takes the focus then. */
  failed: number
  set: (field: FieldDescription, value: Control) => void
  leave: (field: FieldDescription) => void
  /** Forgets what was typed into these fields: they show what is stored. */
  take: (fields: readonly FieldDescription[]) => void
  submit: () => Promise<void>
  /** Forgets what was typed. */
  discard: () => void
}

type Refusal = Extract<ActionResult, { ok: false }>

interface Options {
  kind: Kind
  fields: readonly FieldDescription[]
  base: Controls
  save: (values: Record<string, unknown>) => Promise<ActionResult<object>>
  onSaved: () => void | Promise<void>
  /** The form stays open after Update, on what is stored then; only what was typed meanwhile is unsaved. */
  stays?: boolean
  onConflict: (refusal: Refusal) => void
}

export function useForm({ kind, fields, base, save, onSaved, onConflict, stays }: Options): FormState {
  const kept = useKept(fields)
  const [edits, setEdits] = useState<Controls>(kept.before)
  kept.keep(edits)
  const [errors, setErrors] = useState<Errors>({})
  const [message, setMessage] = useState('')
  const [saving, setSaving] = useState(false)
  const [failed, setFailed] = useState(0)
  const controls = useMemo(() => ({ ...base, ...edits }), [base, edits])
  const shown = useMemo(() => shownFields(fields, controls), [fields, controls])
  const changed = useMemo(
    () => shown.filter((f) => controls[f.name] !== base[f.name]),
    [shown, controls, base],
  )

  const fail = (found: Errors, text: string) => {
    setErrors(found)
    setMessage(text)
    setFailed((n) => n + 1)
  }
  const submit = async () => {
    const found = checkAll(kind.schema, fields, base, controls)
    if (Object.keys(found).length) return fail(found, '')
    setErrors({})
    setMessage('')
    setSaving(true)
    try {
      const answer = await save(toSave(fields, base, controls))
      if (answer.ok) {
        await onSaved()
        if (stays) setEdits((now) => editedSince(now, edits))
        return
      }
      if (answer.conflict) return onConflict(answer)
      const refused = errorsOf(answer.problems ?? [])
      fail(refused, Object.keys(refused).length ? '' : answer.message)
    } catch {
      fail({}, 'Not saved. The console does not answer. Your entries are kept here; try again.')
    } finally {
      setSaving(false)
    }
  }
  return {
    fields,
    shown,
    base,
    controls,
    changed,
    errors,
    message,
    saving,
    restored: Object.keys(kept.before).length > 0,
    failed,
    set: (field, value) => setEdits((now) => ({ ...now, [field.name]: value })),
    leave: (field) => setErrors(withError(errors, field.name, checkLeft(kind, field, controls, base))),
    take: (taken) =>
      setEdits(
        Object.fromEntries(Object.entries(edits).filter(([name]) => !taken.some((f) => f.name === name))),
      ),
    submit,
    discard: () => {
      setEdits({})
      setErrors({})
      setMessage('')
    },
  }
}

const editedSince = (now: Controls, saved: Controls): Controls =>
  Object.fromEntries(Object.entries(now).filter(([name, value]) => saved[name] !== value))

/** An untouched empty field is not complained about before Update. */
const checkLeft = (kind: Kind, field: FieldDescription, controls: Controls, base: Controls) =>
  controls[field.name] === '' && base[field.name] === ''
    ? undefined
    : checkField(kind.schema, field, controls)

function withError(errors: Errors, name: string, error: string | undefined): Errors {
  const { [name]: _old, ...rest } = errors
  return error === undefined ? rest : { ...rest, [name]: error }
}
