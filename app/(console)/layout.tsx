// The frame around every page of the console; only for those with a session.
import type { ReactNode } from 'react'
import { Frame } from '@/components/frame/Frame'
import { requireUser } from '@/lib/server/page'
import { version } from '@/package.json'
import * as actions from './actions'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { user, group } = await requireUser('self')
  return (
    <Frame actions={{ ...actions }} version={version} who={{ user, group }}>
      {children}
    </Frame>
  )
}
