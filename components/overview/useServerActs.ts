// Ticked rows, and Drain, Halt and Online on their way: asked, and shown as done only when the machine says so.
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import { lazily } from '../../lib/model/remembered.ts'
import { useActions } from '../live/Live.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { actsFor, namesOf, serversOf, sharedAddresses } from './acts.ts'
import { closing } from './consequence.ts'
import type { ServerLine, ServiceLine } from './lines.ts'

/** The row's own news comes with the answer; longer than this nothing is said to be under way. In ms. */
const NEWS_WITHIN = 3000

/** What is shown before it is asked. */
export interface Confirming {
  act: AskedState
  rows: readonly ServerLine[]
  /** With all other rows of the same addresses. */
  everywhere: boolean
}

const none: readonly ServerLine[] = []

export type ServerActs = ReturnType<typeof useServerActs>

export function useServerActs(lines: readonly ServiceLine[]) {
  const { setServers } = useActions()
  const toast = useToast()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<ReadonlyMap<string, AskedState>>(new Map())
  const [confirming, setConfirming] = useState<Confirming | null>(null)
  const [failure, setFailure] = useState('')
  // Only rows of servers ask, which a thousand services do not show at first.
  const servers = useMemo(() => lazily(() => serversOf(lines)), [lines])
  const shared = useMemo(() => lazily(() => sharedAddresses(servers())), [servers])
  const ticked = useMemo(
    () => (chosen.size ? servers().filter((s) => chosen.has(s.item)) : none),
    [servers, chosen],
  )

  const settle = useCallback(
    (ids: readonly string[]) => setAsked((all) => new Map([...all].filter(([id]) => !ids.includes(id)))),
    [],
  )
  useEffect(() => {
    if (asked.size === 0) return
    const done = servers()
      .filter((s) => asked.has(s.item) && isIn(s, asked.get(s.item)))
      .map((s) => s.item)
    if (done.length) settle(done)
  }, [servers, asked, settle])

  const ask = useCallback(
    async (rows: readonly ServerLine[], state: AskedState) => {
      const ids = rows.map((s) => s.item)
      setConfirming(null)
      setFailure('')
      if (ids.length === 0) return
      setAsked((all) => new Map([...all, ...ids.map((id) => [id, state] as const)]))
      const answer = await setServers({ servers: ids, state }).catch(() => ({
        ok: false as const,
        message: AWAY,
      }))
      if (!answer.ok) {
        setFailure(answer.message)
        return settle(ids)
      }
      const failed = new Map(answer.servers.filter((s) => s.failure !== '').map((s) => [s.server, s.failure]))
      settle([...failed.keys()])
      const [bad, good] = [rows.filter((s) => failed.has(s.item)), rows.filter((s) => !failed.has(s.item))]
      if (bad.length) setFailure(`Not applied. ${namesOf(bad)}: ${failed.get(bad[0]?.item ?? '')}`)
      if (good.length) toast(`${namesOf(good)} ${good.length === 1 ? 'is' : 'are'} ${state}.`)
      setChosen(new Set(bad.map((s) => s.item)))
      setTimeout(() => settle(ids), NEWS_WITHIN)
    },
    [setServers, settle, toast],
  )

  /** Asks at once, or first what a halt closes. Rows where it is not possible are left out. */
  const act = useCallback(
    (rows: readonly ServerLine[], state: AskedState) => {
      const possible = rows.filter((s) => actsFor(s).includes(state) && !asked.has(s.item))
      if (possible.length === 0) return
      if (state === 'halted' && closing(possible) !== 0)
        setConfirming({ act: state, rows: possible, everywhere: false })
      else void ask(possible, state)
    },
    [ask, asked],
  )

  /** Every row of the same addresses; which ones is shown before anything is asked. */
  const everywhere = useCallback((rows: readonly ServerLine[], state: AskedState) => {
    if (rows.length) setConfirming({ act: state, rows, everywhere: true })
  }, [])

  const tick = useCallback(
    (items: readonly string[], on: boolean) =>
      setChosen((all) => {
        const next = new Set(all)
        for (const item of items) on ? next.add(item) : next.delete(item)
        return next
      }),
    [],
  )

  return useMemo(
    () => ({
      ticked,
      isTicked: (item: string) => chosen.has(item),
      askedOf: (item: string) => asked.get(item),
      tick,
      clear: () => setChosen(new Set()),
      act,
      everywhere,
      isShared: (address: string) => shared().has(address),
      ask,
      confirming,
      closeConfirming: () => setConfirming(null),
      failure,
      forgetFailure: () => setFailure(''),
    }),
    [ticked, chosen, asked, tick, act, everywhere, shared, ask, confirming, failure],
  )
}

const AWAY = 'Not done. The console does not answer. Try again.'

const isIn = (line: ServerLine, state: AskedState | undefined): boolean =>
  state === 'online' ? line.state !== 'drained' && line.state !== 'halted' : line.state === state
