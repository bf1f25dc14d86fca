'use client'
// The "?" beside a title or a field; what it opens stands below, and Esc closes it.
import { Icon } from './Icon.tsx'

interface Props {
  of: string
  open: boolean
  controls: string
  onToggle: () => void
}

export const HelpButton = ({ of, open, controls, onToggle }: Props) => (
  <button
    type="button"
    className="help"
    aria-label={`Help: ${of}`}
    aria-expanded={open}
    aria-controls={open ? controls : undefined}
    onClick={onToggle}
  >
    <Icon name="help" />
  </button>
)
