// The document around every page: language, fonts, and the theme a person chose.
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { THEME_COOKIE, themeOf } from '@/components/frame/themes'
import { earlyScript } from '@/components/live/early'
import { caller } from '@/lib/server/caller'
import { pageNonce, pagePath } from '@/lib/server/page'
import { may } from '@/lib/server/session'
import './globals.css'

export const metadata: Metadata = { robots: { index: false, follow: false } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

export default async function Document({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value)
  const who = await caller()
  const asks = who !== null && may(who, 'look')
  const script = asks ? earlyScript(await pagePath(), may(who, 'settings')) : ''
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <head>
        {/* Before the styles: a script in their wake waits for them. An empty text here would wipe out the title. */}
        {script === '' ? null : <script nonce={await pageNonce()}>{script}</script>}
      </head>
      <body>{children}</body>
    </html>
  )
}
