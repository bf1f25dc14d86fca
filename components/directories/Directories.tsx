'use client'
import { useMemo, useState } from 'react'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { DeleteDialog } from '../area/DeleteDialog.tsx'
import { Missing } from '../area/Missing.tsx'
import { NotMoved } from '../area/NotMoved.tsx'
import { useMove } from '../area/useMove.ts'
import { menuPathOf, EXTERNAL_AUTHENTICATION as PAGE } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useItems, useMay } from '../live/Live.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Icon } from '../ui/Icon.tsx'
// Local Configuration > External Authentication: the directories in the order they are asked, each with its groups and its test.
import { Link } from '../ui/Link.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { DirectoryBlock } from './DirectoryBlock.tsx'
import { TestDialog } from './TestDialog.tsx'

const AREA = 'external-authentication'

export function Directories() {
  const { view, failure } = useItems(AREA)
  const [doomed, setDoomed] = useState<StoredItem>()
  const [tested, setTested] = useState<StoredItem>()
  const directories = useMemo(() => (view?.items ?? []).filter((i) => i.kind === 'directory'), [view])
  const moves = useMove(
    AREA,
    useMemo(() => directories.map((d) => d.id), [directories]),
  )
  return (
    <>
      <PageHead
        path={menuPathOf(PAGE)}
        title={PAGE.title}
        help={PAGE.help}
        acts={directories.length > 0 && <AddDirectory />}
      />
      <Missing area={AREA} />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {!view && !failure && <Loading what="the directories" />}
      <NotMoved moves={moves} />
      {view && directories.length === 0 && (
        <Empty title="No directories yet" acts={<AddDirectory />}>
          Everybody logs in as a local user of this appliance. Add a directory to let in people whom LDAP,
          Active Directory or Radius knows; local users go on logging in as before.
        </Empty>
      )}
      {view &&
        directories.map((directory) => (
          <div key={directory.id} className="block">
            <DirectoryBlock
              directory={directory}
              view={view}
              moves={moves}
              onTest={setTested}
              onDelete={setDoomed}
            />
          </div>
        ))}
      {tested && <TestDialog directory={tested} onClose={() => setTested(undefined)} />}
      {view && doomed && (
        <DeleteDialog area={AREA} item={doomed} view={view} onClose={() => setDoomed(undefined)} />
      )}
    </>
  )
}

function AddDirectory() {
  const mayAdd = useMay('configure')
  return (
    mayAdd && (
      <Link className="btn" data-key="n" href={`${PAGE.href}/new`}>
        <Icon name="plus" />
        Add a new Directory
      </Link>
    )
  )
}
