// The state of a row leads to its changes, and says since when it holds.

import type { ReactNode } from 'react'
import { Link } from '../ui/Link.tsx'
import { clockOf } from '../ui/words.ts'
import { EVERYTHING, hrefOf } from './search.ts'

/** Rows that run have a key by their names; what is only saved has none. */
const isRow = (key: string): boolean => key.includes('/')

interface Props {
  line: { key: string; label: string; since: number | null }
  children: ReactNode
}

export const ChangesLink = ({ line: { key, label, since }, children }: Props) =>
  isRow(key) ? (
    <Link
      className="tochanges"
      href={hrefOf({ ...EVERYTHING, of: key })}
      title={`${since === null ? '' : `Since ${clockOf(since)}. `}State Changes of ${label}`}
    >
      {children}
    </Link>
  ) : (
    children
  )
