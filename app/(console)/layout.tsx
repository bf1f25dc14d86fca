// The frame around every page of the console; only for those with a session.
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { Frame } from '@/components/frame/Frame'
import { caller } from '@/lib/server/caller'
import { version } from '@/package.json'
import * as actions from './actions'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  if (!(await caller())) redirect('/login')
  return (
    <Frame actions={{ ...actions }} version={version}>
      {children}
    </Frame>
  )
}
