// The part of the connection table that is in view, asked for again every two seconds.
import { useCallback, useEffect, useRef, useState } from 'react'
import { type ConnectionsAnswer, connectionsAnswer } from '../../lib/protocol/layer4.ts'
import { getJson } from '../live/address.ts'

/** Entries asked for at once, and how far apart such parts begin. */
const PART = 300
const STEP = 100
const BEFORE = 50
const AGAIN_MS = 2000

export interface Search {
  text: string
  /** Empty: any. */
  state: string
}

/** The address of the search in the API. */
export function connectionsPath({ text, state }: Search, more: Record<string, string> = {}): string {
  const given = Object.entries({ search: text, state, ...more }).filter(([, value]) => value !== '')
  return `/api/layer4-connections?${new URLSearchParams(given)}`
}

interface Seen {
  /** What it answers: the search it was asked with. */
  of: string
  offset: number
  answer: ConnectionsAnswer
}

/**
 * `first`: the first row in view. What another search found is not shown.
 */
export function useConnections(search: Search, first: number) {
  const [seen, setSeen] = useState<Seen>()
  const [failure, setFailure] = useState('')
  const of = connectionsPath(search)
  const now = useRef(() => {})
  const offset = Math.max(0, Math.floor(first / STEP) * STEP - BEFORE)
  useEffect(() => {
    const controller = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const path = `${of}&offset=${offset}&limit=${PART}`
      try {
        const answer = connectionsAnswer.parse(await getJson(path, controller.signal))
        setSeen({ of, offset, answer })
        setFailure('')
      } catch (error) {
        if (!controller.signal.aborted) setFailure(error instanceof Error ? error.message : String(error))
      }
      if (controller.signal.aborted) return
      clearTimeout(timer)
      timer = setTimeout(again, AGAIN_MS)
    }
    const again = () => {
      if (document.visibilityState === 'visible') void look()
      else timer = setTimeout(again, AGAIN_MS)
    }
    now.current = () => {
      clearTimeout(timer)
      void look()
    }
    now.current()
    return () => {
      controller.abort()
      clearTimeout(timer)
    }
  }, [of, offset])
  const lookNow = useCallback(() => now.current(), [])
  return { seen: seen?.of === of ? seen : undefined, failure, lookNow }
}
