'use client'
// Single keys: they act outside fields only, can be switched off, and never skip a confirmation.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useCommit } from '../commit/Commit.tsx'
import { KeyList } from './KeyList.tsx'
import { commandOf, isForUs, SWITCH, singleKeysAreOn } from './keymap.ts'
import { useGo } from './Leave.tsx'
import { LAYER4_SERVICES, LAYER7_SERVICES, OVERVIEW } from './menu.ts'

const Context = createContext<() => void>(() => {})

/** Opens the list of keys. */
export const useKeyList = (): (() => void) => useContext(Context)

/** The key itself is not typed into it. */
function focusFilter(event: KeyboardEvent): void {
  const filter = document.querySelector<HTMLInputElement>('[data-key="/"]')
  if (!filter) return
  event.preventDefault()
  filter.focus()
  filter.select()
}

export function Keys({ children }: { children: ReactNode }) {
  const [listed, setListed] = useState(false)
  const [on, setOn] = useState(true)
  const before = useRef('')
  const go = useGo()
  const { openPreview } = useCommit()
  const show = useCallback(() => setListed(true), [])
  useEffect(() => setOn(singleKeysAreOn()), [])
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      if (!isForUs(event)) return
      const command = commandOf(event.key, before.current)
      before.current = event.key
      if (!on) return
      if (command === 'help') setListed(true)
      if (command === 'overview') go(OVERVIEW.href)
      if (command === 'layer4') go(LAYER4_SERVICES.href)
      if (command === 'layer7') go(LAYER7_SERVICES.href)
      if (command === 'filter') focusFilter(event)
      if (command === 'new') document.querySelector<HTMLElement>('[data-key="n"]')?.click()
      if (command === 'commit') openPreview()
    },
    [go, on, openPreview],
  )
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onKey])
  const turn = (next: boolean) => {
    localStorage.setItem(SWITCH, next ? 'on' : 'off')
    setOn(next)
  }
  return (
    <Context value={show}>
      {children}
      {listed && <KeyList on={on} turn={turn} onClose={() => setListed(false)} />}
    </Context>
  )
}
