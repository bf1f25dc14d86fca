'use client'
// Maintenance > Fallback Page: what visitors see where no server is left.
import { FALLBACK_PAGE, menuPathOf } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useItems, useLive, useSilence } from '../live/Live.tsx'
import { State } from '../ui/Lamp.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Warning } from '../ui/Message.tsx'
import { PageForm } from './PageForm.tsx'
import { type Served, servedAs, storedPage } from './served.ts'

const WORDS: Record<Served, string> = {
  'as saved': 'Served as saved, read back',
  waiting: 'The saved page is not served yet',
  otherwise: 'Not served as it was saved',
  unknown: 'Whether it is served is not known now',
}
const SHAPES = { 'as saved': 'ok', waiting: 'waiting', otherwise: 'fail', unknown: 'unknown' } as const

export function FallbackPage() {
  const { view, failure } = useItems('fallback')
  const differences = useLive((s) => s.differences)
  const silent = useSilence() !== null
  const served = view && servedAs(view, differences, silent)
  return (
    <>
      <PageHead
        path={menuPathOf(FALLBACK_PAGE)}
        title={FALLBACK_PAGE.title}
        help={FALLBACK_PAGE.help}
        facts={served && <State shape={SHAPES[served]}>{WORDS[served]}</State>}
      />
      {view ? (
        <PageForm stored={storedPage(view)} />
      ) : failure ? (
        <Warning>{failure} Nothing can be edited now.</Warning>
      ) : (
        <Loading what="the page" />
      )}
    </>
  )
}
