'use client'
// The editor with its preview: read once, saved with the revision it was read at.
import { type FormEvent, useId, useMemo, useState } from 'react'
import { DEFAULT_PAGE, page } from '../../lib/areas/fallback/page.ts'
import { Locked } from '../form/Locked.tsx'
import { Restored } from '../form/Restored.tsx'
import { useKept } from '../form/useKept.ts'
import { useUnsaved } from '../frame/Leave.tsx'
import { useActions, useItems, useMay } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Message } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { CodeEditor } from './CodeEditor.tsx'
import { Preview } from './Preview.tsx'
import { type Stored, storedPage } from './served.ts'

const NONE: readonly string[] = []
const UNSAVED = ['the page']
const FIELDS = [{ name: 'html', kind: 'text' }] as const

/** What is wrong with the page by its own schema, in a sentence; empty: nothing. */
function wrongWith(html: string): string {
  const result = page.schema.safeParse({ html })
  return result.success ? '' : (result.error.issues[0]?.message ?? 'This is not right.')
}

export function PageForm({ stored }: { stored: Stored }) {
  const { save } = useActions()
  const locked = !useMay('configure')
  const { reload } = useItems('fallback')
  const toast = useToast()
  const id = useId()
  const [read, setRead] = useState(stored)
  const kept = useKept(FIELDS)
  const [edited, setEdited] = useState(kept.before.html?.toString())
  kept.keep(edited === undefined ? {} : { html: edited })
  const [refusal, setRefusal] = useState('')
  const [saving, setSaving] = useState(false)
  const [preview, setPreview] = useState(false)
  const html = edited ?? read.html
  const changed = html !== read.html
  useUnsaved(useMemo(() => (changed ? UNSAVED : NONE), [changed]))

  /** Takes what is stored now, and keeps what was written here. */
  const fresh = async () => {
    const { view } = await reload()
    if (view) setRead(storedPage(view))
    return view && storedPage(view)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = wrongWith(html)
    setRefusal(wrong)
    if (wrong) return document.getElementById(id)?.focus()
    setSaving(true)
    try {
      const answer = await save({
        area: 'fallback',
        kind: 'page',
        parent: 'fallback',
        values: { html },
        ...read.item,
      })
      if (answer.ok) {
        await fresh()
        setEdited(undefined)
        toast('The Fallback Page is saved.')
      } else if (answer.conflict || read.item === null) {
        setEdited(html)
        await fresh()
        setRefusal(
          `${answer.conflict ? answer.message.replace(/^Not saved\. | Open it again.*$/g, '') : 'Somebody saved a page meanwhile.'} Your text is kept here; Update replaces theirs, Cancel shows it.`,
        )
      } else setRefusal(answer.problems?.[0]?.message ?? answer.message.replace(/^Not saved\. /, ''))
    } catch {
      setRefusal('The console does not answer. Your text is kept here; try again.')
    }
    setSaving(false)
  }
  const cancel = () => {
    setEdited(undefined)
    setRefusal('')
  }
  return (
    <form className="form pageform" noValidate onSubmit={submit}>
      {kept.before.html !== undefined && changed && <Restored />}
      {refusal && (
        <Message tone="fail" lead="Not saved." urgent>
          {refusal}
        </Message>
      )}
      <fieldset className="fs" aria-label="Fallback Page">
        <div className="fshead">
          <h2>
            <label htmlFor={id}>HTML of the Fallback Page</label>
          </h2>
          <span className="grow" />
          {html !== DEFAULT_PAGE && !locked && (
            <Button small onClick={() => setEdited(DEFAULT_PAGE)}>
              Use the default page
            </Button>
          )}
          <Button small aria-expanded={preview} onClick={() => setPreview(!preview)}>
            Preview
          </Button>
        </div>
        <CodeEditor
          id={id}
          value={html}
          describedBy={`${id}-hint`}
          invalid={refusal !== ''}
          locked={locked}
          onChange={setEdited}
        />
        <p className="hint small muted" id={`${id}-hint`}>
          Any valid HTML, up to 512 kB, served exactly as it stands here on port 9081. While every Real Server
          of a service is down, this web server is what visitors reach; a service can name another Fallback
          Server.
        </p>
      </fieldset>
      {preview && <Preview html={html} />}
      {locked ? (
        <Locked />
      ) : (
        <div className="formend">
          <span className="say small muted">
            {changed
              ? 'The page has unsaved changes.'
              : 'Update serves the page at once. No connection is cut.'}
          </span>
          <Button onClick={cancel}>Cancel</Button>
          <Button look="primary" type="submit" busy={saving ? 'Saving' : undefined}>
            Update
          </Button>
        </div>
      )}
    </form>
  )
}
