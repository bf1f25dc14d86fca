'use client'
// A page that is the form of the one item there is of its kind: it stays open, and Update acts at once.
import type { ReactNode } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import { LastChanges } from '../audit/LastChanges.tsx'
import { type MenuPage, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useItems } from '../live/Live.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { ItemForm } from './ItemForm.tsx'
import { Missing } from './Missing.tsx'

interface Props {
  page: MenuPage
  area: AreaName
  kind: string
  /** Beside Update: what it does. */
  say: string
  /** What is said once it is saved. */
  saved: string
  /** Below the form. */
  children?: ReactNode
}

export function SinglePage({ page, area, kind, say, saved, children }: Props) {
  const { view, failure } = useItems(area)
  const toast = useToast()
  const item = view?.items.find((i) => i.kind === kind)
  return (
    <>
      <PageHead path={menuPathOf(page)} title={page.title} help={page.help} />
      <Missing area={area} />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {!view && !failure && <Loading what="the configuration" />}
      {view && (
        <ItemForm
          area={area}
          kindName={kind}
          parent={area}
          view={view}
          gone={false}
          stays={{ say, onSaved: () => toast(saved) }}
          {...(item ? { item } : {})}
        />
      )}
      {children}
      {item && <LastChanges area={area} kind={kind} item={item} />}
    </>
  )
}
