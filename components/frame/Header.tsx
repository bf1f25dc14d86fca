'use client'
// The header: product, host, strip, age of the facts, clock, light or dark, user.
import { useLive } from '../live/Live.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Link } from '../ui/Link.tsx'
import { Logo } from '../ui/Logo.tsx'
import { Clock } from './Clock.tsx'
import { LiveAge } from './LiveAge.tsx'
import { Strip } from './Strip.tsx'
import { ThemeButton } from './ThemeButton.tsx'
import { UserMenu } from './UserMenu.tsx'

export function Header({ menuOpen, toggleMenu }: { menuOpen: boolean; toggleMenu: () => void }) {
  const host = useLive((s) => s.appliance?.hostname)
  return (
    <header className="head">
      <button
        type="button"
        className="btn icon menubutton only-narrow"
        aria-label="Main menu"
        aria-expanded={menuOpen}
        aria-controls="menu"
        onClick={toggleMenu}
      >
        <Icon name="menu" />
      </button>
      <Link className="brand" href="/" aria-label="Fulcrum, System Overview">
        <Logo />
        Fulcrum
      </Link>
      <span className="host">{host}</span>
      <span className="grow" />
      <Strip />
      <span className="times">
        <LiveAge />
        <Clock />
      </span>
      <span className="who">
        <ThemeButton />
        <UserMenu />
      </span>
    </header>
  )
}
