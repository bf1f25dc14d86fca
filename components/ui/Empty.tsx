// An empty place: what would be here, why it is not, and the way to the first one.
import type { ReactNode } from 'react'

interface Props {
  title: string
  /** Where it is the page's own title. */
  heading?: 'h1' | 'h2'
  children: ReactNode
  acts: ReactNode
}

export const Empty = ({ title, heading: Heading = 'h2', children, acts }: Props) => (
  <div className="box">
    <div className="empty">
      <svg className="beam" viewBox="0 0 112 46" fill="currentColor" aria-hidden="true">
        <rect x="0" y="24" width="112" height="3" />
        <path d="M56 29l10 16H46z" />
        <rect
          x="14"
          y="4"
          width="18"
          height="18"
          rx="1"
          fill="none"
          stroke="currentColor"
          strokeDasharray="3 3"
        />
        <rect
          x="90"
          y="4"
          width="9"
          height="18"
          rx="1"
          fill="none"
          stroke="currentColor"
          strokeDasharray="3 3"
        />
      </svg>
      <Heading>{title}</Heading>
      <p>{children}</p>
      <div className="acts">{acts}</div>
    </div>
  </div>
)
