// A page that is not there, or that failed: what happened, and the way back.

import type { ReactNode } from 'react'
import { Empty } from '../ui/Empty.tsx'
import { Link } from '../ui/Link.tsx'
import { OVERVIEW } from './menu.ts'

interface Props {
  title: string
  children: ReactNode
  acts?: ReactNode
}

export const Lost = ({ title, children, acts }: Props) => (
  <main className="mx-auto max-w-[640px] px-4 py-12">
    <title>{`${title} · Fulcrum`}</title>
    <Empty
      title={title}
      heading="h1"
      acts={
        <>
          {acts}
          <Link className="btn" href={OVERVIEW.href}>
            {OVERVIEW.title}
          </Link>
        </>
      }
    >
      {children}
    </Empty>
  </main>
)
