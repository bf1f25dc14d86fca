// Agreeing to a plan that replaces the whole configuration: what was shown goes back with it.
import { useState } from 'react'
import type { ActionResult } from '../../lib/protocol/console.ts'
import { useToast } from '../ui/Toasts.tsx'

/** `done` when it was begun; `again` when it was refused, so that the plan is looked at once more. */
export function useReplace(
  act: (seen: string) => Promise<ActionResult<{ job: string | null }>>,
  done: () => void,
  again: () => void,
) {
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState('')
  const replace = async (seen: string) => {
    setBusy(true)
    try {
      const answer = await act(seen)
      setBusy(false)
      if (!answer.ok) {
        setRefusal(answer.message)
        return again()
      }
      if (answer.job === null) toast('What is saved was replaced. What runs did not change.')
      done()
    } catch (error) {
      setBusy(false)
      setRefusal(error instanceof Error ? error.message : String(error))
    }
  }
  return { busy, refusal, replace: (seen: string) => void replace(seen) }
}
