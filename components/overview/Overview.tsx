'use client'
// System Overview: the sentence first, then every service with its servers, live.
import { useCallback, useMemo, useState } from 'react'
import { useMarks } from '../area/useMarks.ts'
import { LAYER4_SERVICES, LAYER7_SERVICES, type MenuPage, OVERVIEW } from '../frame/menu.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { useItems, useMay, useRowsAsTheyCome, useSilence } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Empty } from '../ui/Empty.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Link } from '../ui/Link.tsx'
import { Loading } from '../ui/Loading.tsx'
import { Message } from '../ui/Message.tsx'
import { ActDialog } from './ActDialog.tsx'
import { FilterBar, NothingFound } from './FilterBar.tsx'
import { EVERYTHING, find } from './filter.ts'
import { type ServiceLine, serviceLines } from './lines.ts'
import { OverviewTable } from './OverviewTable.tsx'
import { TickBar } from './TickBar.tsx'
import { useExpanded } from './useExpanded.ts'
import { useServerActs } from './useServerActs.ts'
import { VerdictLine } from './VerdictLine.tsx'
import { verdictOf } from './verdict.ts'
import { WizardQuestion } from './WizardQuestion.tsx'

export function Overview() {
  const { lines, stale, known } = useLines()
  const expanded = useExpanded(lines, known)
  const markOf = useMarksOfBoth()
  const acts = useServerActs(lines)
  const verdict = useMemo(() => verdictOf(lines, stale), [lines, stale])
  const [filter, setFilter] = useState(EVERYTHING)
  const found = useMemo(() => find(lines, filter), [lines, filter])
  const { wanted, show } = useShown(expanded.toggle, () => setFilter(EVERYTHING))
  return (
    <>
      <PageHead
        title={OVERVIEW.title}
        help={OVERVIEW.help}
        acts={
          lines.length > 0 && (
            <>
              <Button small look="bare" onClick={() => expanded.setAll(true)}>
                Expand all
              </Button>
              <Button small look="bare" onClick={() => expanded.setAll(false)}>
                Collapse all
              </Button>
            </>
          )
        }
      />
      <WizardQuestion />
      {verdict && <VerdictLine verdict={verdict} onShow={show} />}
      {!known && <Loading what="the agent" />}
      {known && lines.length === 0 && <NoServices />}
      {acts.failure !== '' && <ActsFailure failure={acts.failure} close={acts.forgetFailure} />}
      {lines.length > 0 && <FilterBar filter={filter} found={found} onFilter={setFilter} />}
      {found.lines.length > 0 && (
        <OverviewTable lines={found.lines} opened={found.opened} {...{ expanded, markOf, wanted, acts }} />
      )}
      {lines.length > 0 && found.lines.length === 0 && (
        <NothingFound filter={filter} onClear={() => setFilter(EVERYTHING)} />
      )}
      <TickBar acts={acts} lines={lines} />
      {acts.confirming && <ActDialog acts={acts} lines={lines} confirming={acts.confirming} />}
    </>
  )
}

/** The row somebody was led to: shown whatever the filter says, opened, scrolled to and focused. */
function useShown(toggle: (key: string, open: boolean) => void, clear: () => void) {
  const [wanted, setWanted] = useState<{ key: string; item: string } | null>(null)
  const show = (line: ServiceLine) => {
    clear()
    toggle(line.key, true)
    setWanted({ key: line.key, item: line.item })
  }
  return { wanted, show }
}

function ActsFailure({ failure, close }: { failure: string; close: () => void }) {
  const [lead = '', ...rest] = failure.split('. ')
  return (
    <Message tone="fail" lead={`${lead}.`} urgent acts={<Button onClick={close}>Close</Button>}>
      {rest.join('. ')}
    </Message>
  )
}

function useMarksOfBoth(): (item: string) => string {
  const [of4, of7] = [useMarks('layer4'), useMarks('layer7')]
  return useCallback((item) => of4(item) || of7(item), [of4, of7])
}

function useLines() {
  const rows = useRowsAsTheyCome()
  const { view: view4 } = useItems('layer4')
  const { view: view7 } = useItems('layer7')
  const view = view4 && view7
  const reads = useMay('settings')
  const items = useMemo(() => [...(view4?.items ?? []), ...(view7?.items ?? [])], [view4, view7])
  const silent = useSilence()
  const isStale = silent !== null
  const since = silent?.since ?? null
  const stale = useMemo(() => (isStale ? { since } : null), [isStale, since])
  const applied = useMemo(
    () => (view4?.applied && view7?.applied ? { ...view4.applied, ...view7.applied } : null),
    [view4, view7],
  )
  const lines = useMemo(
    () => serviceLines({ rows: rows?.values() ?? [], items, applied, stale }),
    [rows, items, applied, stale],
  )
  return { lines, stale, known: rows !== null && (rows.size > 0 || view !== null || !reads) }
}

const AddLink = ({ page, layer, first }: { page: MenuPage; layer: string; first?: true }) => (
  <Link className="btn" data-key={first && 'n'} href={`${page.href}/new`}>
    <Icon name="plus" />
    {layer} – Add a new Virtual Service
  </Link>
)

const NoServices = () => {
  const mayAdd = useMay('configure')
  return (
    <Empty
      title="No virtual services yet"
      acts={
        mayAdd && (
          <>
            <AddLink page={LAYER7_SERVICES} layer="Layer 7" first />
            <AddLink page={LAYER4_SERVICES} layer="Layer 4" />
          </>
        )
      }
    >
      A virtual service is one address that clients use; real servers stand behind it. Add the first, and it
      appears here with its state.
    </Empty>
  )
}
