'use client'
// On top of every Layer 4 page: what this machine's kernel lacks for it, how to get that, and what holds until then.
import { layer4Status } from '../../lib/protocol/layer4.ts'
import { useLive } from '../live/Live.tsx'
import { useJson } from '../live/useJson.ts'
import { Warning } from '../ui/Message.tsx'

export function Missing() {
  const answering = useLive((s) => s.agent.answering)
  const { data } = useJson('/api/layer4-status', layer4Status, answering)
  const missing = data?.layer4?.missing ?? ''
  if (missing === '') return null
  return (
    <Warning>
      {capital(missing)}. What you save here is kept until then and begins by itself. Everything else works.
    </Warning>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
