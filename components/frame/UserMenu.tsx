'use client'
// The user's menu: one's own password, and the way out.
import { DropdownMenu } from 'radix-ui'
import { useLive } from '../live/Live.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Link } from '../ui/Link.tsx'
import { PASSWORDS } from './menu.ts'
import { useLogout } from './useLogout.ts'

export function UserMenu() {
  const user = useLive((s) => s.user)
  const logout = useLogout()
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn icon" aria-label={`Signed in as ${user}`}>
        <Icon name="user" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="dropdown" align="end" sideOffset={4}>
        <DropdownMenu.Label className="title">Signed in as {user}</DropdownMenu.Label>
        <DropdownMenu.Item asChild>
          <Link href={PASSWORDS.href}>{PASSWORDS.title}</Link>
        </DropdownMenu.Item>
        <DropdownMenu.Item onSelect={logout}>Log out</DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
