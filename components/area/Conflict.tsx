'use client'
// Somebody else saved or deleted the item while it was edited here: who and when, and both versions field by field.
import type { FieldDescription } from '../../lib/model/fields.ts'
import type { Theirs } from '../../lib/protocol/console.ts'
import type { FormState } from '../form/useForm.ts'
import { asWords, type Controls } from '../form/values.ts'
import { Button } from '../ui/Button.tsx'
import { Message } from '../ui/Message.tsx'
import { clockOf } from '../ui/words.ts'

export interface Clash {
  /** The console's own sentence. */
  message: string
  theirs: Theirs | undefined
  /** What was stored when this form was opened. */
  before: Controls
}

interface Props {
  clash: Clash
  label: string
  form: FormState
}

export function Conflict({ clash, label, form }: Props) {
  const { theirs } = clash
  const who = theirs?.by || 'somebody'
  const when = theirs && theirs.at !== null ? ` at ${clockOf(theirs.at)}` : ''
  if (!theirs)
    return (
      <Message tone="pen" lead="Not saved." urgent>
        {clash.message.replace(/^Not saved\. /, '')} Your entries are kept here.
      </Message>
    )
  if (theirs.deleted)
    return (
      <Message tone="pen" lead="Not saved." urgent>
        {theirs.by || 'Somebody'} deleted {label}
        {when}. Your entries are kept here: Update adds it once more, without anything that was below it.
      </Message>
    )
  return (
    <>
      <Message tone="pen" lead="Not saved." urgent>
        {theirs.by || 'Somebody'} saved {label}
        {when}, after you opened it. Your entries are kept in the form. Compare; Update saves them on top of
        what {who} saved.
      </Message>
      <Versions clash={clash} who={who} form={form} />
    </>
  )
}

function Versions({ clash, who, form }: { clash: Clash; who: string; form: FormState }) {
  const differing = form.fields.filter(
    (f) => f.kind !== 'secret' && (changedThere(f, clash, form) || form.changed.includes(f)),
  )
  if (differing.length === 0) return null
  return (
    <section className="fs form" aria-label="Both versions">
      <table className="versus">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">When you opened it</th>
            <th scope="col">Saved by {who}</th>
            <th scope="col">Yours</th>
            <th scope="col">
              <span className="vh">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {differing.map((f) => (
            <tr key={f.name}>
              <th scope="row">{f.label}</th>
              <td data-head="When you opened it">{words(f, clash.before)}</td>
              <td data-head={`Saved by ${who}`}>{words(f, form.base)}</td>
              <td data-head="Yours" className={form.changed.includes(f) ? 'pen' : 'muted'}>
                {form.changed.includes(f) ? words(f, form.controls) : 'as saved'}
              </td>
              <td>
                {form.changed.includes(f) && (
                  <Button
                    small
                    onClick={() => form.take([f])}
                    aria-label={`Take ${f.label} as ${who} saved it`}
                  >
                    Take theirs
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {form.changed.length > 0 && (
        <div className="formend">
          <span className="say small muted">Both versions stand here until you Update or leave.</span>
          <Button onClick={() => form.take(form.fields)}>Take all as {who} saved it</Button>
        </div>
      )}
    </section>
  )
}

const changedThere = (f: FieldDescription, { before }: Clash, { base }: FormState): boolean =>
  before[f.name] !== base[f.name]

const words = (f: FieldDescription, controls: Controls): string => asWords(f, controls[f.name] ?? '')
