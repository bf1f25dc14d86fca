'use client'
// Committing and operating, for the box and for Restart Services alike.
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import type { ActionResult, Job } from '../../lib/protocol/console.ts'
import { useActions, useLive } from '../live/Live.tsx'
import { useToast } from '../ui/Toasts.tsx'
import { endOf, isRunning, stepsOf } from './job.ts'

interface Commit {
  preview: boolean
  openPreview: () => void
  closePreview: () => void
  commit: (areas: AreaName[]) => void
  operate: (what: 'reload' | 'restart') => void
  /** Something was asked or is under way. */
  busy: boolean
  /** Why the last request was not even begun; empty when it was. */
  refusal: string
}
const Context = createContext<Commit | null>(null)

export function useCommit(): Commit {
  const value = useContext(Context)
  if (!value) throw new Error('used outside the frame')
  return value
}

export function CommitProvider({ children }: { children: ReactNode }) {
  const { commit, operate } = useActions()
  const running = useLive((s) => isRunning(s.job))
  const [preview, setPreview] = useState(false)
  const [asking, setAsking] = useState(false)
  const [refusal, setRefusal] = useState('')
  useDoneToast()

  const ask = useCallback(async (request: Promise<ActionResult<{ job: string }>>) => {
    setAsking(true)
    setRefusal('')
    try {
      const answer = await request
      if (!answer.ok) setRefusal(answer.message)
    } catch {
      setRefusal('Not applied. The console does not answer. Try again.')
    }
    setAsking(false)
  }, [])

  const value = useMemo(
    () => ({
      preview,
      openPreview: () => setPreview(true),
      closePreview: () => setPreview(false),
      commit: (areas: AreaName[]) => void ask(commit(areas)),
      operate: (what: 'reload' | 'restart') => void ask(operate(what, 'haproxy')),
      busy: asking || running,
      refusal,
    }),
    [preview, asking, running, refusal, ask, commit, operate],
  )
  return <Context value={value}>{children}</Context>
}

/** What has no steps was no commit. */
const runs = (job: Job, generation: number): string[] =>
  stepsOf(job).length ? [`Commit ${generation} runs.`] : []

/** Says once what a job that was seen running has come to. */
function useDoneToast(): void {
  const job = useLive((s) => s.job)
  const toast = useToast()
  const seen = useRef<string>(undefined)
  useEffect(() => {
    if (!job) return
    if (isRunning(job)) seen.current = job.id
    else if (seen.current === job.id) {
      seen.current = undefined
      const end = endOf(job)
      if (end?.type === 'applied') toast([...runs(job, end.generation), ...end.readBack].join(' '))
    }
  }, [job, toast])
}
