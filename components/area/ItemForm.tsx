'use client'
// The form of one item: read once, saved with the revision it was read at, compared with what runs.
import { useRouter } from 'next/navigation'
import { type ReactNode, useMemo, useState } from 'react'
import { kindOf, roomOf } from '../../lib/areas/index.ts'
import type { AreaName } from '../../lib/model/document.ts'
import type { ItemsView, StoredItem } from '../../lib/protocol/console.ts'
import { machineOptionsOf } from '../form/control.ts'
import { SchemaForm } from '../form/SchemaForm.tsx'
import { useForm } from '../form/useForm.ts'
import { controlsOf, defaultsOf, toSave } from '../form/values.ts'
import { useActions, useItems, useMay } from '../live/Live.tsx'
import { Message } from '../ui/Message.tsx'
import { type Clash, Conflict } from './Conflict.tsx'
import { FieldNote } from './FieldNote.tsx'
import { findingsOf } from './findings.ts'
import { pagesOf } from './kinds.ts'
import { offeredFields } from './offered.ts'
import { TryCheck } from './TryCheck.tsx'

interface Props {
  area: AreaName
  kindName: string
  /** Absent: a new one. */
  item?: StoredItem
  parent: string
  view: ItemsView
  /** Somebody deleted it while it is open here. */
  gone: boolean
  /** Where there is no list to go back to, the form stays: what Update does, in words, and what follows it. */
  stays?: { say: string; onSaved: () => void }
}

export function ItemForm({ area, kindName, item, parent, view, gone, stays }: Props) {
  const kind = kindOf(area, kindName)
  if (!kind) throw new Error(`no kind ${kindName} in ${area}`)
  const owner = view.items.find((i) => i.id === parent)
  const fields = useMemo(() => offeredFields(kind, item, owner), [kind, item, owner])
  const router = useRouter()
  const { save } = useActions()
  const { reload } = useItems(area)
  const mayTry = useMay('configure')
  const [read, setRead] = useState(item)
  const [clash, setClash] = useState<Clash>()
  const base = useMemo(() => (read ? controlsOf(fields, read) : defaultsOf(fields)), [fields, read])
  const back = () => router.push(pagesOf(area, kindName).list.href)
  // What somebody deleted meanwhile is stored as a new one, once they who edit it know.
  const known = read && !clash?.theirs?.deleted ? { id: read.id, rev: read.rev } : {}
  const readAgain = async () => {
    const items = (await reload()).view?.items ?? []
    setRead(items.find((i) => (read ? i.id === read.id : i.kind === kindName)) ?? read)
    setClash(undefined)
    stays?.onSaved()
  }

  const form = useForm({
    kind,
    fields,
    base,
    save: (values) => save({ area, kind: kindName, parent, values, ...known }),
    onSaved: stays ? readAgain : back,
    stays: stays !== undefined,
    onConflict: async ({ message, theirs }) => {
      const fresh = (await reload()).view?.items.find((i) => i.id === read?.id)
      setClash({ message, theirs, before: base })
      if (fresh) setRead(fresh)
    },
  })
  // Where nobody has typed anything, a form that stays shows what is stored: a change may have been undone.
  if (stays && item && read && item.rev > read.rev && form.changed.length === 0 && !form.saving) setRead(item)
  const applied = read && view.applied?.[read.id]
  const running = applied && controlsOf(fields, applied)
  const machineOptions = useMemo(() => machineOptionsOf(view.facts), [view.facts])
  const theirs = (name: string) => clash !== undefined && clash.before[name] !== base[name]
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
      {gone && !clash && (
        <Message tone="pen" lead="Deleted meanwhile.">
          Somebody deleted {read?.label} while it was open here. What you entered is kept; Update says who it
          was, and a second Update adds it once more.
        </Message>
      )}
      {clash && <Conflict clash={clash} label={read?.label ?? kind.title} form={form} />}
      <SchemaForm
        form={form}
        note={note}
        findings={findingsOf(view.problems, read?.id)}
        machineOptions={machineOptions}
        below={
          read &&
          mayTry &&
          area === 'layer7' &&
          kindName === 'virtual-service' && (
            <TryCheck service={read} view={view} values={() => toSave(fields, base, form.controls)} />
          )
        }
        say={stays?.say ?? `Update saves the ${kind.title}. ${whenItRuns(area)}`}
        isNew={read === undefined}
        onCancel={stays ? form.discard : back}
      />
    </>
  )
}

function whenItRuns(area: AreaName): string {
  const room = roomOf(area)
  return room.commit === 'save' ? 'It acts at once.' : `It runs after the next ${room.button}.`
}
