'use client'
// What every page stands in: header, menu, Commit changes, footer, and what listens for keys and leaving.
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useState } from 'react'
import type { ConsoleActions } from '../../lib/protocol/console.ts'
import { CommitProvider } from '../commit/Commit.tsx'
import { CommitBox } from '../commit/CommitBox.tsx'
import { Live } from '../live/Live.tsx'
import type { Who } from '../live/state.ts'
import { TipProvider } from '../ui/Tip.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { Confirm } from './Confirm.tsx'
import { Footer } from './Footer.tsx'
import { Header } from './Header.tsx'
import { IdleWarning } from './IdleWarning.tsx'
import { Keys } from './Keys.tsx'
import { Leave } from './Leave.tsx'
import { Notices } from './Notices.tsx'
import { SideMenu } from './SideMenu.tsx'

interface Props {
  actions: ConsoleActions
  who: Who
  version: string
  children: ReactNode
}

export const Frame = ({ actions, version, who, children }: Props) => (
  <Live actions={actions} who={who}>
    <Toasts>
      <TipProvider delayDuration={300}>
        <Leave>
          <CommitProvider>
            <Keys>
              <Page version={version}>{children}</Page>
              <IdleWarning />
            </Keys>
          </CommitProvider>
        </Leave>
      </TipProvider>
    </Toasts>
  </Live>
)

function Page({ version, children }: { version: string; children: ReactNode }) {
  const path = usePathname()
  const [menuOpenAt, setMenuOpenAt] = useState<string>()
  const menuOpen = menuOpenAt === path
  useEffect(() => setMenuOpenAt((open) => (open === path ? open : undefined)), [path])
  return (
    <div className="frame">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <Header menuOpen={menuOpen} toggleMenu={() => setMenuOpenAt(menuOpen ? undefined : path)} />
      <SideMenu open={menuOpen} />
      <div className="main">
        <main className="content" id="content" tabIndex={-1}>
          <Confirm />
          <Notices />
          <CommitBox />
          {children}
        </main>
        <Footer version={version} />
      </div>
    </div>
  )
}
