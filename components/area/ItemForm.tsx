'use client'
// The form of one item: read once, saved with the revision it was read at, compared with what runs.
import { useRouter } from 'next/navigation'
import { type ReactNode, useMemo, useState } from 'react'
import { kindOf } from '../../lib/areas/index.ts'
import type { AreaName } from '../../lib/model/document.ts'
import { describeFields } from '../../lib/model/fields.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { SchemaForm } from '../form/SchemaForm.tsx'
import { useForm } from '../form/useForm.ts'
import { type Controls, controlsOf, defaultsOf } from '../form/values.ts'
import { useActions, useItems } from '../live/Live.tsx'
import { Message } from '../ui/Message.tsx'
import { FieldNote } from './FieldNote.tsx'
import { findingsOf } from './findings.ts'
import { pagesOf } from './kinds.ts'

interface Props {
  area: AreaName
  kindName: string
  /** Absent: a new one. */
  item?: StoredItem
  parent: string
  view: ItemsView
}

export function ItemForm({ area, kindName, item, parent, view }: Props) {
  const kind = kindOf(area, kindName)
  if (!kind) throw new Error(`no kind ${kindName} in ${area}`)
  const fields = useMemo(
    () => describeFields(kind.schema).filter((f) => item !== undefined || !f.modifyOnly),
    [kind, item],
  )
  const router = useRouter()
  const { save } = useActions()
  const { reload } = useItems(area)
  const [read, setRead] = useState(item)
  const [conflict, setConflict] = useState<{ message: string; before: Controls }>()
  const base = useMemo(() => (read ? controlsOf(fields, read) : defaultsOf(fields)), [fields, read])
  const back = () => router.push(pagesOf(area, kindName).list.href)

  const form = useForm({
    kind,
    fields,
    base,
    save: (values) =>
      save({ area, kind: kindName, parent, values, ...(read ? { id: read.id, rev: read.rev } : {}) }),
    onSaved: back,
    onConflict: async (message) => {
      const fresh = (await reload()).view?.items.find((i) => i.id === read?.id)
      setConflict({ message, before: base })
      if (fresh) setRead(fresh)
    },
  })
  const applied = read && view.applied?.[read.id]
  const running = applied && controlsOf(fields, applied)
  const theirs = (name: string) => conflict !== undefined && conflict.before[name] !== base[name]
  const note = (f: (typeof fields)[number]): ReactNode => (
    <FieldNote
      field={f}
      form={form}
      running={running || undefined}
      theirs={theirs(f.name)}
      facts={view.facts}
    />
  )
  return (
    <>
      {conflict && (
        <Message tone="pen" lead="Not saved." urgent>
          {conflict.message.replace(/^Not saved\. /, '')} Your changes are kept here. Compare, then Update.
        </Message>
      )}
      <SchemaForm
        form={form}
        note={note}
        findings={findingsOf(view.problems, read?.id)}
        machineOptions={view.facts?.scripts ?? []}
        say={`Update saves the ${kind.title}. It runs after the next Reload HAProxy.`}
        isNew={read === undefined}
        onCancel={back}
      />
    </>
  )
}
