// On top of a form that was not saved: how many fields, each a link.
import { Message } from '../ui/Message.tsx'
import { count } from '../ui/words.ts'
import type { FormState } from './useForm.ts'

export function ErrorSummary({ form }: { form: FormState }) {
  if (form.failed === 0) return null
  const bad = form.shown.filter((f) => form.errors[f.name])
  if (bad.length > 0)
    return (
      <Message tone="fail" lead="Not saved." urgent>
        {bad.length === 1 ? 'One field needs you' : `${count(bad.length, 'field')} need you`}:{' '}
        {bad.map((f, i) => (
          <span key={f.name}>
            {i > 0 && ', '}
            <a href={`#${f.name}`}>{f.label}</a>
          </span>
        ))}
        .
      </Message>
    )
  if (form.message === '') return null
  const [, lead, rest] = /^(Not [a-z]+\.) (.*)$/s.exec(form.message) ?? [
    undefined,
    'Not saved.',
    form.message,
  ]
  return (
    <Message tone="fail" lead={lead ?? 'Not saved.'} urgent>
      {rest}
    </Message>
  )
}
