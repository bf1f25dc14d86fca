// One's own account, and everybody's for who may change them; read again after each change and every few seconds.
import { useCallback, useState } from 'react'
import { accountView, usersView } from '../../lib/protocol/access.ts'
import { useMay, useTick } from '../live/Live.tsx'
import { useJson } from '../live/useJson.ts'

const AGAIN_MS = 10_000

export function useAccount() {
  const mayChange = useMay('configure')
  const [round, setRound] = useState(0)
  const tick = useTick(AGAIN_MS)
  const reason = `${round} ${tick}`
  const own = useJson('/api/account', accountView, reason)
  const all = useJson(mayChange ? '/api/users' : null, usersView, reason)
  return {
    account: own.data,
    everybody: all.data,
    failure: own.failure || all.failure,
    reload: useCallback(() => setRound((n) => n + 1), []),
  }
}
