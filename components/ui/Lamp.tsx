// Lamps: every state has its shape, its word and its colour; any one of them alone is enough.
import type { ReactNode } from 'react'

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const
const knock = { ...line, stroke: 'var(--k)', strokeWidth: 1.7 } as const

const SHAPES = {
  ok: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M8 11.6V4.9M5.1 7.6 8 4.7l2.9 2.9" {...knock} />
    </>
  ),
  warn: (
    <>
      <path d="M8 2 14.7 13.7H1.3z" {...line} fill="currentColor" strokeWidth="1.8" />
      <path d="M8 6v3.6" {...knock} />
      <circle cx="8" cy="12" r="1" fill="var(--k)" />
    </>
  ),
  fail: (
    <>
      <rect x="1.3" y="1.3" width="13.4" height="13.4" rx="2.4" fill="currentColor" />
      <path d="M8 4.4v6.7M5.1 8.4 8 11.3l2.9-2.9" {...knock} />
    </>
  ),
  drained: (
    <>
      <circle cx="8" cy="8" r="6.2" {...line} strokeWidth="1.7" />
      <path d="M6.2 5.6v4.8M9.8 5.6v4.8" {...line} strokeWidth="1.8" />
    </>
  ),
  halted: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
      <path d="M4.9 8h6.2" {...knock} strokeWidth="2" />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="6.3"
        {...line}
        strokeWidth="1.5"
        strokeDasharray="2.6 2.35"
        strokeLinecap="butt"
      />
      <path d="M6.3 6.5a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.8.6-.8 1.1" {...line} strokeWidth="1.4" />
      <circle cx="8" cy="11.2" r=".85" fill="currentColor" />
    </>
  ),
  waiting: (
    <circle
      cx="8"
      cy="8"
      r="6.4"
      {...line}
      strokeWidth="1.5"
      strokeDasharray="2.6 2.4"
      strokeLinecap="butt"
    />
  ),
  busy: (
    <>
      <circle cx="8" cy="8" r="6.2" {...line} strokeOpacity=".25" strokeWidth="1.8" />
      <path className="spin" d="M8 1.8A6.2 6.2 0 0 1 14.2 8" {...line} strokeWidth="1.8" />
    </>
  ),
} as const
export type Shape = keyof typeof SHAPES

/** The class that gives each shape its colour. */
export const TONES: Record<Shape, string> = {
  ok: 's-ok',
  warn: 's-some',
  fail: 's-fail',
  drained: 's-off',
  halted: 's-off',
  unknown: 's-unknown',
  waiting: 's-busy',
  busy: 's-busy',
}

/** The shape alone, for places where its word stands beside it anyway. */
export const Lamp = ({ shape }: { shape: Shape }) => (
  <svg className={`st ${TONES[shape]}`} viewBox="0 0 16 16" aria-hidden="true">
    {SHAPES[shape]}
  </svg>
)

/** Shape and word. */
export const State = ({ shape, children }: { shape: Shape; children: ReactNode }) => (
  <span className={`state ${TONES[shape]}`}>
    <Lamp shape={shape} />
    {children}
  </span>
)
