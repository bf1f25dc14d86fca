// Something read once from the console's API, and again for each new reason.
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { getJson } from './address.ts'

interface Fetched<T> {
  data: T | null
  /** Why the last try failed; empty when it did not. */
  failure: string
}

/** `path` null: nothing is asked. What was read for another path is not shown. */
export function useJson<T>(path: string | null, schema: z.ZodType<T>, reason: unknown = 0): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T> & { path: string | null }>({
    ...{ path: null, data: null, failure: '' },
  })
  useEffect(() => {
    if (path === null || reason === undefined) return
    const controller = new AbortController()
    getJson(path, controller.signal)
      .then((answer) => setFetched({ path, data: schema.parse(answer), failure: '' }))
      .catch((error: Error) => {
        if (!controller.signal.aborted) setFetched((last) => ({ ...last, path, failure: error.message }))
      })
    return () => controller.abort()
  }, [path, schema, reason])
  return fetched.path === path ? fetched : { data: null, failure: '' }
}
