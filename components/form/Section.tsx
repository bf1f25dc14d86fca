'use client'
// A titled section of a form, with [Advanced +] where it has more.
import { type ReactNode, useState } from 'react'
import type { FieldDescription } from '../../lib/model/fields.ts'
import { Button } from '../ui/Button.tsx'

/** The id a section's own link points to. */
export const sectionId = (title: string): string => `section-${title.replace(/\W+/g, '-').toLowerCase()}`

interface Props {
  title: string
  fields: readonly FieldDescription[]
  /** An advanced field has an error, or is not as it comes: it must be seen. */
  mustOpen: boolean
  row: (field: FieldDescription) => ReactNode
}

export function Section({ title, fields, mustOpen, row }: Props) {
  const [chosen, setChosen] = useState<boolean>()
  const open = chosen ?? mustOpen
  const hasMore = fields.some((f) => f.advanced)
  return (
    <fieldset className="fs" id={sectionId(title)} aria-label={title}>
      <div className="fshead">
        <h2>{title}</h2>
        {hasMore && (
          <Button small aria-expanded={open} onClick={() => setChosen(!open)}>
            Advanced {open ? '−' : '+'}
          </Button>
        )}
      </div>
      {fields.filter((f) => open || !f.advanced).map(row)}
    </fieldset>
  )
}
