'use client'
// What the machine lacks for a page's area, on top of it: only Layer 4 needs something that a kernel may not have.
import { lazy, Suspense } from 'react'
import type { AreaName } from '../../lib/model/document.ts'

const Layer4 = lazy(async () => ({ default: (await import('../layer4/Missing.tsx')).Missing }))

export const Missing = ({ area = 'layer4' }: { area?: AreaName }) =>
  area === 'layer4' && (
    <Suspense fallback={null}>
      <Layer4 />
    </Suspense>
  )
