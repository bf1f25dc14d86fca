'use client'
// What every component of the console may ask: the live state, the stored items, the actions.
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import type { Row } from '../../lib/model/observed.ts'
import { allows, type Right } from '../../lib/model/rights.ts'
import type { ConsoleActions } from '../../lib/protocol/console.ts'
import { type Fetched, ItemsStore, reasonOf } from './items.ts'
import { type LiveState, nothing, type Silence, silence, type Who } from './state.ts'
import { LiveStore } from './store.ts'

interface Console {
  live: LiveStore
  items: ItemsStore
  actions: ConsoleActions
}
const Context = createContext<Console | null>(null)

interface Props {
  actions: ConsoleActions
  who: Who
  children: ReactNode
}

export function Live({ actions, who, children }: Props) {
  const [stores] = useState(() => ({ live: new LiveStore({ ...nothing, ...who }), items: new ItemsStore() }))
  useEffect(() => stores.live.open(), [stores])
  const value = useMemo(() => ({ ...stores, actions }), [stores, actions])
  return <Context value={value}>{children}</Context>
}

function useConsole(): Console {
  const value = useContext(Context)
  if (!value) throw new Error('used outside the frame')
  return value
}

export const useActions = (): ConsoleActions => useConsole().actions

/** One part of the live state; draws again only when that part changes. */
export function useLive<T>(part: (state: LiveState) => T): T {
  const { live } = useConsole()
  return useSyncExternalStore(
    live.subscribe,
    () => part(live.snapshot()),
    () => part(live.first),
  )
}

/** Whether the user may, for what is shown; the console itself decides again at every request. */
export const useMay = (right: Right): boolean =>
  allows(
    useLive((s) => s.group),
    right,
  )

/** The rows, from now on; null until the first ones came. */
export function useRows(): LiveState['rows'] {
  const { live } = useConsole()
  useEffect(() => live.wantRows(), [live])
  return useLive((s) => (s.rowsOf === 'all' && s.rowsWhole ? s.rows : null))
}

/** The same, but those of services at once, while those of their servers are still on their way. */
export function useRowsAsTheyCome(): LiveState['rows'] {
  const { live } = useConsole()
  useEffect(() => live.wantRows(), [live])
  return useLive((s) => (s.rowsOf === 'all' ? s.rows : null))
}

/** The row of one item, from now on; undefined until it came, or where there is none. */
export function useRow(item: string): Row | undefined {
  const { live } = useConsole()
  useEffect(() => live.wantRows(item), [live, item])
  const rows = useLive((s) => s.rows)
  return useMemo(() => rows && [...rows.values()].find((r) => r.item === item), [rows, item]) ?? undefined
}

/** Calls again every `ms`; for ages and clocks. */
export function useTick(ms: number): number {
  const [at, setAt] = useState(0)
  useEffect(() => {
    setAt(Date.now())
    const timer = setInterval(() => setAt(Date.now()), ms)
    return () => clearInterval(timer)
  }, [ms])
  return at
}

/** The console's time in milliseconds since 1970, every `ms`; null before the first event. */
export function useNow(ms: number): number | null {
  const at = useTick(ms)
  const known = useLive((s) => s.known)
  const offset = useLive((s) => s.offset)
  return known && at > 0 ? at + offset : null
}

/** Who is silent, looked at every second; null while facts are fresh. */
export function useSilence(): Silence | null {
  const at = useTick(1000)
  const { live } = useConsole()
  useLive((s) => s.heardAt)
  return at > 0 ? silence(live.snapshot(), Date.now()) : null
}

/** The stored items of an area, fetched again when they, or what is applied, change. None for who may not read them. */
export function useItems(area: AreaName): Fetched & { reload: () => Promise<Fetched> } {
  const { items } = useConsole()
  const edition = useLive((s) => s.editions[area] ?? 0)
  const generation = useLive((s) => s.generation)
  const answering = useLive((s) => s.agent.answering)
  const known = useLive((s) => s.known)
  const reads = useMay('settings')
  const reason = reasonOf({ edition, generation, answering })
  useEffect(() => {
    if (known && reads) items.loadFor(area, reason)
  }, [items, area, reason, known, reads])
  const fetched = useSyncExternalStore(
    items.subscribe,
    () => items.snapshot(area),
    () => items.snapshot(area),
  )
  return { ...fetched, reload: () => items.load(area) }
}
