// What became of notifications, asked again every few seconds while the page is open.
import { useEffect, useState } from 'react'
import { type NotificationsState, notificationsState } from '../../lib/protocol/messages.ts'
import { getJson } from '../live/address.ts'
import { useLive } from '../live/Live.tsx'

const AGAIN_AFTER = 5000

/** Null while it is not known. */
export function useDeliveries(): NotificationsState | null {
  const [state, setState] = useState<NotificationsState | null>(null)
  const answering = useLive((s) => s.agent.answering)
  useEffect(() => {
    if (!answering) return setState(null)
    const controller = new AbortController()
    const ask = () =>
      getJson('/api/notifications', controller.signal).then(
        (answer) => setState(notificationsState.parse(answer)),
        () => {
          if (!controller.signal.aborted) setState(null) // the frame says who does not answer
        },
      )
    void ask()
    const timer = setInterval(ask, AGAIN_AFTER)
    return () => {
      clearInterval(timer)
      controller.abort()
    }
  }, [answering])
  return state
}
