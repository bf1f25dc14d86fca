'use client'
// The page of one item, or of a new one: title by the guides, what is known of it, its form.
import { useState } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { LastChanges } from '../audit/LastChanges.tsx'
import { menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useItems, useSilence } from '../live/Live.tsx'
import { Link } from '../ui/Link.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Message, Warning } from '../ui/Message.tsx'
import { DraftNote } from './DraftNote.tsx'
import { DuplicateButton } from './DuplicateButton.tsx'
import { ItemForm } from './ItemForm.tsx'
import { pagesOf } from './kinds.ts'
import { Missing } from './Missing.tsx'
import { RunsFact } from './RunsFact.tsx'
import { useKept } from './useKept.ts'

interface Props {
  area: AreaName
  kind: string
  /** The item to modify; absent for a new one. */
  id?: string
  /** What a new one goes below; absent at the top of the area. */
  parent?: string
}

export function ItemPage({ area, kind: kindName, id, parent }: Props) {
  const { view, failure } = useItems(area)
  const silent = useSilence()
  const [refusal, setRefusal] = useState('')
  const stored = view?.items.find((i) => i.id === id)
  const item = useKept(stored, id)
  const above = item?.parent ?? parent ?? area
  const owner = useKept(
    view?.items.find((i) => i.id === above),
    above,
  )
  if (!view)
    return failure ? (
      <Warning>{failure} Nothing can be edited now.</Warning>
    ) : (
      <Loading what="the configuration" />
    )
  const kind = item?.kind ?? kindName
  const pages = pagesOf(area, kind)
  if ((id !== undefined && !item) || (above !== area && !owner)) return <Gone list={pages.list} />
  const title = item ? pages.modifyTitle(owner?.label ?? '') : pages.addTitle(owner?.label ?? '')
  return (
    <>
      <PageHead
        path={menuPathOf(pages.list)}
        title={title}
        help={item ? pages.modifyHelp : pages.addHelp}
        facts={stored && !silent && <RunsFact item={stored} view={view} />}
        acts={
          stored &&
          kind === 'virtual-service' && <DuplicateButton area={area} item={stored} onRefused={setRefusal} />
        }
      />
      <Missing area={area} />
      {refusal !== '' && (
        <Message tone="fail" lead="Not duplicated." urgent>
          {refusal.replace(/^Not duplicated\. /, '')}
        </Message>
      )}
      {stored && <DraftNote item={stored} view={view} />}
      <ItemForm
        key={id ?? 'new'}
        area={area}
        kindName={kind}
        parent={above}
        view={view}
        gone={item !== undefined && !stored}
        {...given(item)}
      />
      {stored && <LastChanges area={area} kind={kind} item={stored} />}
    </>
  )
}

const given = (item: StoredItem | undefined) => (item ? { item } : {})

const Gone = ({ list }: { list: { title: string; href: string } }) => (
  <>
    <PageHead title={list.title} help="What was here is not there any more." />
    <Message tone="pen" lead="Not there.">
      Somebody deleted it, or the address is wrong. <Link href={list.href}>{list.title}</Link>
    </Message>
  </>
)
