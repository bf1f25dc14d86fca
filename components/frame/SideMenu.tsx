'use client'
// The main menu at the left; on narrow screens behind a button in the header.
import { usePathname } from 'next/navigation'
import { useMemo, useState } from 'react'
import { useLive } from '../live/Live.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Link } from '../ui/Link.tsx'
import { Account } from './Account.tsx'
import { useKeyList } from './Keys.tsx'
import { isCurrent, type MenuEntry, type MenuPage, menuOf } from './menu.ts'

export function SideMenu({ open }: { open: boolean }) {
  const path = usePathname()
  const showKeys = useKeyList()
  const group = useLive((s) => s.group)
  const menu = useMemo(() => menuOf(group), [group])
  return (
    <nav className="side" id="menu" aria-label="Main menu" data-open={open}>
      <ul className="menu">
        {menu.map((entry) => (
          <Entry key={entry.title} entry={entry} path={path} />
        ))}
      </ul>
      <div className="account only-narrow">
        <Account />
      </div>
      <button type="button" className="keys" onClick={showKeys}>
        <kbd>?</kbd> keys <kbd>g</kbd> go to
      </button>
    </nav>
  )
}

function Entry({ entry, path }: { entry: MenuEntry; path: string }) {
  const here = entry.pages.some((p) => isCurrent(p, path))
  const [chosen, setChosen] = useState<boolean>()
  const open = chosen ?? here
  if (entry.page)
    return (
      <li>
        <PageLink page={entry.page} path={path}>
          <Icon name={entry.icon} />
          {entry.title}
        </PageLink>
      </li>
    )
  return (
    <li>
      <button type="button" aria-expanded={open} onClick={() => setChosen(!open)}>
        <Icon name={entry.icon} />
        {entry.title}
        <Icon name="chevron" className="chev" />
      </button>
      {open && (
        <ul className="sub">
          {entry.pages.map((page) => (
            <li key={page.href}>
              <PageLink page={page} path={path}>
                {page.title}
              </PageLink>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

const PageLink = ({ page, path, children }: { page: MenuPage; path: string; children: React.ReactNode }) => (
  <Link href={page.href} aria-current={isCurrent(page, path) ? 'page' : undefined}>
    {children}
  </Link>
)
