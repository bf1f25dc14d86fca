// A button: plain, the view's one primary, or dangerous. Busy keeps its width and says what happens.
import type { ButtonHTMLAttributes } from 'react'
import { Lamp } from './Lamp.tsx'

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'plain' | 'primary' | 'danger' | 'danger-solid' | 'bare'
  small?: boolean
  /** The word for what happens ("Saving"); absent while nothing does. */
  busy?: string | undefined
}

export function Button({ look = 'plain', small, busy, className = '', children, onClick, ...rest }: Props) {
  const looks = `btn ${look === 'plain' ? '' : look} ${small ? 'sm' : ''} ${className}`
  return (
    <button
      type="button"
      {...rest}
      className={looks}
      aria-busy={busy !== undefined}
      onClick={busy === undefined ? onClick : (event) => event.preventDefault()}
    >
      <span className="swap">
        <span className={busy === undefined ? '' : 'off'}>{children}</span>
        {busy !== undefined && (
          <span>
            <Lamp shape="busy" />
            {busy}
          </span>
        )}
      </span>
    </button>
  )
}
