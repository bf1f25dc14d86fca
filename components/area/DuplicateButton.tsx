'use client'
// Duplicate Service, at the top right of Modify: stores a copy of what is saved, and opens it.
import { useState } from 'react'
import type { AreaName } from '../../lib/model/document.ts'
import type { StoredItem } from '../../lib/protocol/console.ts'
import { useLeave } from '../frame/Leave.tsx'
import { useActions, useMay } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { pagesOf } from './kinds.ts'

interface Props {
  area: AreaName
  item: StoredItem
  /** A refusal in a whole sentence, for the top of the page. */
  onRefused: (sentence: string) => void
}

export function DuplicateButton({ area, item, onRefused }: Props) {
  const { duplicate } = useActions()
  const mayCopy = useMay('configure')
  const leave = useLeave()
  const [busy, setBusy] = useState(false)
  const copy = async (go: (href: string) => void) => {
    setBusy(true)
    try {
      const answer = await duplicate({ area, id: item.id })
      if (answer.ok) return go(`${pagesOf(area, item.kind).list.href}/${answer.id}`)
      onRefused(answer.message)
    } catch {
      onRefused('Not duplicated. The console does not answer. Try again.')
    }
    setBusy(false)
  }
  if (!mayCopy) return null
  return (
    <Button busy={busy ? 'Duplicating' : undefined} onClick={() => leave((go) => void copy(go))}>
      Duplicate Service
    </Button>
  )
}
