'use client'
// A whole form from a kind's schema: sections in documented order, errors on top, Cancel and Update at the end.
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { FieldDescription } from '../../lib/model/fields.ts'
import { useUnsaved } from '../frame/Leave.tsx'
import { useMay } from '../live/Live.tsx'
import type { MachineOptions } from './control.ts'
import { ErrorSummary } from './ErrorSummary.tsx'
import { FieldRow } from './FieldRow.tsx'
import { FormEnd } from './FormEnd.tsx'
import { Locked } from './Locked.tsx'
import { Restored } from './Restored.tsx'
import { SaveBar } from './SaveBar.tsx'
import { Section } from './Section.tsx'
import { SectionNav } from './SectionNav.tsx'
import type { FormState } from './useForm.ts'
import { toControl } from './values.ts'

interface Props {
  form: FormState
  /** Third column of a field. */
  note: (field: FieldDescription) => ReactNode
  /** What rules say of stored fields, as long as they stand as stored. */
  findings: { errors: Record<string, string>; warnings: Record<string, string> }
  machineOptions: MachineOptions
  /** Below the last section: what goes with the form and is none of its fields. */
  below?: ReactNode
  /** One sentence beside Update: what it does. */
  say: string
  /** Nothing of it is stored yet, so nothing is marked as changed. */
  isNew: boolean
  onCancel: () => void
}

/** More sections than this make a long form. */
const SHORT = 2

export function SchemaForm({ form, note, findings, machineOptions, below, say, isNew, onCancel }: Props) {
  const locked = !useMay('configure')
  const [help, setHelp] = useState<string>()
  const sections = useMemo(() => [...new Set(form.shown.map((f) => f.section))], [form.shown])
  const long = sections.length > SHORT
  const unsaved = useMemo(() => form.changed.map((f) => f.label), [form.changed])
  useUnsaved(unsaved)
  useFocusOnFirstError(form)
  const isChanged = (f: FieldDescription) => form.changed.includes(f)
  const errorOf = (f: FieldDescription) =>
    form.errors[f.name] ?? (isChanged(f) ? undefined : findings.errors[f.name])
  const row = (f: FieldDescription) => (
    <FieldRow
      key={f.name}
      field={f}
      value={form.controls[f.name] ?? ''}
      changed={!isNew && isChanged(f)}
      error={errorOf(f)}
      warning={isChanged(f) ? undefined : findings.warnings[f.name]}
      note={note(f)}
      machineOptions={machineOptions}
      locked={locked}
      helpOpen={help === f.name}
      onHelp={() => setHelp(help === f.name ? undefined : f.name)}
      onChange={(value) => form.set(f, value)}
      onBlur={() => form.leave(f)}
    />
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void form.submit()
    if (event.key === 'Escape') setHelp(undefined)
  }
  return (
    <form
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <div className={long ? 'two' : ''}>
        <div className="form">
          {form.restored && <Restored />}
          <ErrorSummary form={form} />
          {sections.map((title) => {
            const fields = form.shown.filter((f) => f.section === title)
            const mustOpen = fields.some(
              (f) =>
                f.advanced &&
                (errorOf(f) ||
                  f.opensWhen?.(form.controls) ||
                  form.controls[f.name] !== toControl(f, f.default)),
            )
            return <Section key={title} title={title} fields={fields} mustOpen={mustOpen} row={row} />
          })}
          {below}
          {locked && <Locked />}
          {!long && !locked && <FormEnd say={say} saving={form.saving} onCancel={onCancel} />}
        </div>
        {long && <SectionNav sections={sections} form={form} errorOf={errorOf} />}
      </div>
      {long && !locked && <SaveBar form={form} say={say} onCancel={onCancel} />}
    </form>
  )
}

/** Only when an Update found something, not while fields are corrected. */
function useFocusOnFirstError({ failed, shown, errors }: FormState): void {
  const first = shown.find((f) => errors[f.name])?.name
  const done = useRef(0)
  useEffect(() => {
    if (failed === done.current) return
    done.current = failed
    if (first) document.getElementById(first)?.focus()
  }, [failed, first])
}
