// Ends the session and shows the door.
import { useRef } from 'react'
import { fullPath } from '../live/address.ts'
import { useActions } from '../live/Live.tsx'

export function useLogout(): () => void {
  const { logout } = useActions()
  const running = useRef(false)
  return () => {
    if (running.current) return
    running.current = true
    logout().finally(() => window.location.assign(fullPath('/login')))
  }
}
