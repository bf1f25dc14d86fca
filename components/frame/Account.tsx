'use client'
// The host and what belongs to the user, where the header has no room for them.
import { useLive } from '../live/Live.tsx'
import { Button } from '../ui/Button.tsx'
import { Link } from '../ui/Link.tsx'
import { PASSWORDS } from './menu.ts'
import { useLogout } from './useLogout.ts'
import { useTheme } from './useTheme.ts'

export function Account() {
  const user = useLive((s) => s.user)
  const host = useLive((s) => s.appliance?.hostname)
  const { next, toggle } = useTheme()
  const logout = useLogout()
  return (
    <>
      <span className="host">{host}</span>
      <span className="small muted">Signed in as {user}</span>
      <span className="acts">
        <Link className="btn" href={PASSWORDS.href}>
          {PASSWORDS.title}
        </Link>
        <Button onClick={toggle}>{next === 'dark' ? 'Dark' : 'Light'}</Button>
        <Button onClick={logout}>Log out</Button>
      </span>
    </>
  )
}
