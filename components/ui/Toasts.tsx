'use client'
// Short facts at the bottom: six seconds, longer while hovered or focused. Never the only place of an error.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { Button } from './Button.tsx'
import { Lamp } from './Lamp.tsx'

const SHOWN_MS = 6000

interface Entry {
  id: number
  text: string
}
const Context = createContext<(text: string) => void>(() => {})

/** Shows a fact for six seconds. */
export const useToast = () => useContext(Context)

export function Toasts({ children }: { children: ReactNode }) {
  const [entries, setEntries] = useState<Entry[]>([])
  const show = useCallback((text: string) => {
    setEntries((all) => [...all.slice(-2), { id: (all.at(-1)?.id ?? 0) + 1, text }])
  }, [])
  const drop = useCallback((id: number) => setEntries((all) => all.filter((e) => e.id !== id)), [])
  return (
    <Context value={show}>
      {children}
      <div className="toasts" role="status">
        {entries.map((entry) => (
          <Toast key={entry.id} entry={entry} drop={drop} />
        ))}
      </div>
    </Context>
  )
}

function Toast({ entry, drop }: { entry: Entry; drop: (id: number) => void }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => drop(entry.id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [held, entry.id, drop])
  return (
    <div className="toast" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
      <Lamp shape="ok" />
      <span>{entry.text}</span>
      <Button
        small
        onClick={() => drop(entry.id)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        Close
      </Button>
    </div>
  )
}
