'use client'
// Light or dark.
import { Icon } from '../ui/Icon.tsx'
import { useTheme } from './useTheme.ts'

export function ThemeButton() {
  const { next, toggle } = useTheme()
  return (
    <button type="button" className="btn icon" aria-label={`Change to ${next}`} onClick={toggle}>
      <Icon name="moon" />
    </button>
  )
}
