'use client'
// The sections of a long form: where one is, where something is unsaved, where something is wrong.
import { useEffect, useState } from 'react'
import type { FieldDescription } from '../../lib/model/fields.ts'
import { Lamp } from '../ui/Lamp.tsx'
import { sectionId } from './Section.tsx'
import type { FormState } from './useForm.ts'

interface Props {
  sections: readonly string[]
  form: FormState
  errorOf: (field: FieldDescription) => string | undefined
}

export function SectionNav({ sections, form, errorOf }: Props) {
  const here = useSectionInView(sections)
  return (
    <nav className="secnav" aria-label="On this page">
      <p>ON THIS PAGE</p>
      {sections.map((title) => {
        const fields = form.shown.filter((f) => f.section === title)
        return (
          <a key={title} href={`#${sectionId(title)}`} aria-current={title === here ? 'true' : undefined}>
            {title}
            {fields.some(errorOf) ? (
              <>
                <Lamp shape="fail" />
                <span className="vh">has an error</span>
              </>
            ) : (
              fields.some((f) => form.changed.includes(f)) && (
                <span className="penmark">
                  <span className="vh">unsaved</span>
                </span>
              )
            )}
          </a>
        )
      })}
    </nav>
  )
}

/** The first section that is at least partly below the header. */
function useSectionInView(sections: readonly string[]): string | undefined {
  const [here, setHere] = useState(sections[0])
  useEffect(() => {
    const visible = new Set<string>()
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          if (isIntersecting) visible.add(target.id)
          else visible.delete(target.id)
        setHere(sections.find((title) => visible.has(sectionId(title))) ?? sections[0])
      },
      { rootMargin: '-64px 0px -50% 0px' },
    )
    for (const title of sections) {
      const element = document.getElementById(sectionId(title))
      if (element) observer.observe(element)
    }
    return () => observer.disconnect()
  }, [sections])
  return here
}
