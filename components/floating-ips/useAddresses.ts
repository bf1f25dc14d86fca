// What the list of floating IPs is made of, looked at again every few seconds: addresses come and go without a word.
import { useEffect, useMemo, useRef } from 'react'
import { useItems } from '../live/Live.tsx'

const AGAIN_MS = 3000

export function useAddresses() {
  const { view: floating, failure, reload } = useItems('floating-ips')
  const { view: layer4 } = useItems('layer4')
  const { view: layer7 } = useItems('layer7')
  const look = useRef(reload)
  look.current = reload
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void look.current()
    }, AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  const known = useMemo(
    () => floating && layer4 && layer7 && { floating, services: { layer4, layer7 } },
    [floating, layer4, layer7],
  )
  return { known, failure }
}
