// An action that is asked for: whether it is under way, and why it was refused.
import { useState } from 'react'
import type { ActionResult } from '../../lib/protocol/console.ts'

export interface Asking {
  busy: boolean
  /** Behind "Not changed." and its like; empty when nothing was refused. */
  refusal: string
  refuse: (why: string) => void
  /** The answer; null when it was refused, which is said then. */
  ask: <T>(request: () => Promise<ActionResult<T>>) => Promise<T | null>
}

export function useAsk(): Asking {
  const [busy, setBusy] = useState(false)
  const [refusal, refuse] = useState('')
  const ask = async <T>(request: () => Promise<ActionResult<T>>): Promise<T | null> => {
    setBusy(true)
    refuse('')
    try {
      const answer = await request()
      if (answer.ok) return answer
      refuse(answer.message.replace(/^Not [a-z ]+\. /, ''))
    } catch {
      refuse('The console does not answer. Try again.')
    } finally {
      setBusy(false)
    }
    return null
  }
  return { busy, refusal, refuse, ask }
}
