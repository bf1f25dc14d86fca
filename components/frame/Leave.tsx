'use client'
// Leaving a form with changes asks once, and names them.
import { useRouter } from 'next/navigation'
import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { BASE, beforeLogin } from '../live/address.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { listed } from '../ui/words.ts'

interface Guard {
  /** Labels of what is not saved. */
  unsaved: RefObject<readonly string[]>
  /** Goes to a path of the console, after asking if need be. */
  go: (href: string) => void
  /** Does something that ends on another page, after asking if need be. */
  leave: (doing: (go: (href: string) => void) => void) => void
}
const Context = createContext<Guard | null>(null)

function useGuard(): Guard {
  const guard = useContext(Context)
  if (!guard) throw new Error('used outside the frame')
  return guard
}

/** Goes to a page; a form with changes asks before. */
export const useGo = (): ((href: string) => void) => useGuard().go

/** Before doing something that ends on another page, a form with changes asks. */
export const useLeave = (): Guard['leave'] => useGuard().leave

/** Labels of what is not saved on this page, as they are now. */
export const useUnsavedNow = (): (() => readonly string[]) => {
  const { unsaved } = useGuard()
  return () => unsaved.current
}

/** While mounted, leaving asks about these fields; empty: nothing to ask. */
export function useUnsaved(labels: readonly string[]): void {
  const { unsaved } = useGuard()
  useEffect(() => {
    unsaved.current = labels
    return () => {
      unsaved.current = []
    }
  }, [unsaved, labels])
}

export function Leave({ children }: { children: ReactNode }) {
  const router = useRouter()
  const unsaved = useRef<readonly string[]>([])
  const [asked, setAsked] = useState<{ doing: Parameters<Guard['leave']>[0] }>()
  const leave = useCallback<Guard['leave']>(
    (doing) => (unsaved.current.length ? setAsked({ doing }) : doing(router.push)),
    [router],
  )
  const go = useCallback((href: string) => leave((to) => to(href)), [leave])
  useEffect(() => watchLinks(unsaved, (href) => setAsked({ doing: (to) => to(href) })), [])
  // Whoever is logged out cannot stay: forms have kept what was typed.
  useEffect(
    () =>
      beforeLogin(() => {
        unsaved.current = []
      }),
    [],
  )
  const guard = useMemo(() => ({ unsaved, go, leave }), [go, leave])
  const confirm = () => {
    if (asked === undefined) return
    unsaved.current = []
    setAsked(undefined)
    asked.doing(router.push)
  }
  return (
    <Context value={guard}>
      {children}
      {asked !== undefined && (
        <Confirm
          title="Leave without saving?"
          verb="Leave without saving"
          cancel="Stay"
          onConfirm={confirm}
          onClose={() => setAsked(undefined)}
        >
          <p>
            Your changes to {listed(unsaved.current.slice(0, 6))}
            {unsaved.current.length > 6 && ` and ${unsaved.current.length - 6} more`} are lost then.
          </p>
        </Confirm>
      )}
    </Context>
  )
}

/** Catches clicks on links, and closing the tab. */
function watchLinks(unsaved: RefObject<readonly string[]>, ask: (href: string) => void): () => void {
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || unsaved.current.length === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return
    const url = new URL(link.href)
    if (url.origin !== window.location.origin || url.hash || link.target) return
    event.preventDefault()
    event.stopPropagation()
    ask((url.pathname + url.search).replace(BASE, '') || '/')
  }
  const onUnload = (event: BeforeUnloadEvent) => {
    if (unsaved.current.length) event.preventDefault()
  }
  document.addEventListener('click', onClick, true)
  window.addEventListener('beforeunload', onUnload)
  return () => {
    document.removeEventListener('click', onClick, true)
    window.removeEventListener('beforeunload', onUnload)
  }
}
