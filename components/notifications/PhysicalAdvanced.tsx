'use client'
// Local Configuration > Physical – Advanced Configuration: the relay, who is notified, a test, and what became of it all.
import { ItemForm } from '../area/ItemForm.tsx'
import { menuPathOf, PHYSICAL_ADVANCED } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useItems } from '../live/Live.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { SendTest } from './SendTest.tsx'

const AREA = 'notifications'
const KIND = 'notification-settings'

export function PhysicalAdvanced() {
  const { view, failure } = useItems(AREA)
  const toast = useToast()
  const item = view?.items.find((i) => i.kind === KIND)
  const stays = {
    say: 'Update saves this and applies it at once. No connection is touched.',
    onSaved: () => toast('Notifications are saved.'),
  }
  return (
    <>
      <PageHead
        path={menuPathOf(PHYSICAL_ADVANCED)}
        title={PHYSICAL_ADVANCED.title}
        help={PHYSICAL_ADVANCED.help}
      />
      {failure && <Warning>{failure} What you see may be out of date.</Warning>}
      {!view && !failure && <Loading what="the configuration" />}
      {view && (
        <ItemForm
          area={AREA}
          kindName={KIND}
          parent={AREA}
          view={view}
          gone={false}
          stays={stays}
          {...(item ? { item } : {})}
        />
      )}
      <SendTest />
    </>
  )
}
