'use client'
// The bar at the bottom of a long form: how much is unsaved, where, and what was changed to what.
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { count, listed } from '../ui/words.ts'
import type { FormState } from './useForm.ts'
import { asWords } from './values.ts'

export function SaveBar({ form, say, onCancel }: { form: FormState; say: string; onCancel: () => void }) {
  const [review, setReview] = useState(false)
  const { changed } = form
  const sections = [...new Set(changed.map((f) => f.section))]
  return (
    <div className="savebar">
      {review && changed.length > 0 && <Review form={form} />}
      <div className="line">
        <span className="say">
          {changed.length > 0 ? (
            <>
              <span className="penmark" />
              <span>
                <strong>{count(changed.length, 'unsaved change')}</strong>{' '}
                <span className="muted">in {listed(sections)}</span>
              </span>
            </>
          ) : (
            <span className="small muted">{say}</span>
          )}
        </span>
        {changed.length > 0 && (
          <Button look="bare" aria-expanded={review} onClick={() => setReview(!review)}>
            Review
          </Button>
        )}
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit" busy={form.saving ? 'Saving' : undefined}>
          Update
        </Button>
      </div>
    </div>
  )
}

const Review = ({ form }: { form: FormState }) => (
  <dl className="review">
    {form.changed.map((f) => (
      <div key={f.name}>
        <dt className="muted">{f.label}</dt>
        <dd>
          {asWords(f, form.base[f.name] ?? '')} →{' '}
          <span className="pen">{asWords(f, form.controls[f.name] ?? '')}</span>
        </dd>
      </div>
    ))}
  </dl>
)
