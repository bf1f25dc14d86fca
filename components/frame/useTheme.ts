'use client'
// Light and dark: the system's choice until a person chooses. The server draws the choice, so nothing flashes.
import { useEffect, useState } from 'react'
import { BASE } from '../live/address.ts'
import { THEME_COOKIE, type Theme, themeOf } from './themes.ts'

const A_YEAR_MS = 365 * 86_400_000

function current(): Theme {
  const chosen = themeOf(document.documentElement.dataset.theme)
  return chosen ?? (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

/** `next` is the theme that `toggle` would choose. */
export function useTheme(): { next: Theme; toggle: () => void } {
  const [next, setNext] = useState<Theme>('dark')
  useEffect(() => setNext(other(current())), [])
  const toggle = () => {
    const theme = other(current())
    document.documentElement.dataset.theme = theme
    setNext(other(theme))
    void remember(theme)
  }
  return { next, toggle }
}

const other = (theme: Theme): Theme => (theme === 'dark' ? 'light' : 'dark')

/** Old browsers without the cookie store keep the choice for this visit only. */
const remember = async (theme: Theme): Promise<void> =>
  window.cookieStore?.set({
    name: THEME_COOKIE,
    value: theme,
    path: BASE,
    expires: Date.now() + A_YEAR_MS,
    sameSite: 'lax',
  })
