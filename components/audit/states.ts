// How an entry stands, in words and lamps.
import type { ComponentProps } from 'react'
import type { AuditState } from '../../lib/protocol/audit.ts'
import type { State } from '../ui/Lamp.tsx'

interface Look {
  word: string
  shape?: ComponentProps<typeof State>['shape']
}

export const STANDS: Record<AuditState, Look> = {
  kept: { word: 'As written' },
  waiting: { word: 'Not yet taken', shape: 'waiting' },
  unchecked: { word: 'Not checked', shape: 'unknown' },
  changed: { word: 'Changed', shape: 'fail' },
  moved: { word: 'Moved', shape: 'fail' },
  missing: { word: 'Missing', shape: 'fail' },
  unknown: { word: 'Not known here', shape: 'warn' },
}
