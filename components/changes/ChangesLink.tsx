// The state of a row leads to its changes, and says since when it holds.
import Link from 'next/link'
import type { ReactNode } from 'react'
import { STATE_CHANGES } from '../frame/menu.ts'
import { clockOf } from '../ui/words.ts'

/** Rows that run have a key by their names; what is only saved has none. */
const isRow = (key: string): boolean => key.includes('/')

export const changesHref = (key: string): string => `${STATE_CHANGES.href}?key=${encodeURIComponent(key)}`

interface Props {
  line: { key: string; label: string; since: number | null }
  children: ReactNode
}

export const ChangesLink = ({ line: { key, label, since }, children }: Props) =>
  isRow(key) ? (
    <Link
      className="tochanges"
      href={changesHref(key)}
      prefetch={false}
      title={`${since === null ? '' : `Since ${clockOf(since)}. `}State Changes of ${label}`}
    >
      {children}
    </Link>
  ) : (
    children
  )
