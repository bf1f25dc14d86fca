'use client'
// Path, title, help and what stands at the right; it also names the browser's tab by the menu path.
import { type ReactNode, useId, useState } from 'react'
import { HelpButton } from '../ui/HelpButton.tsx'

interface Props {
  /** The menu path above the title. */
  path?: readonly string[]
  title: string
  help: string
  /** Beside the title: what is known of the thing. */
  facts?: ReactNode
  /** At the right: what can be done. */
  acts?: ReactNode
}

export function PageHead({ path = [], title, help, facts, acts }: Props) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const crumbs = path.at(-1) === title ? path.slice(0, -1) : path
  return (
    <>
      <title>{`${[...crumbs, title].join(' > ')} · Fulcrum`}</title>
      {path.length > 0 && (
        <p className="crumbs">
          {path.map((word, i) => (
            <span key={word} className="crumb">
              {i > 0 && <span aria-hidden="true">›</span>}
              {word}
            </span>
          ))}
        </p>
      )}
      <div className="titlebar">
        <h1>{title}</h1>
        <HelpButton of={title} open={open} controls={id} onToggle={() => setOpen(!open)} />
        {facts && <span className="facts muted">{facts}</span>}
        <span className="grow" />
        {acts}
      </div>
      {open && (
        <p className="pagehelp" id={id}>
          {help}
        </p>
      )}
    </>
  )
}
