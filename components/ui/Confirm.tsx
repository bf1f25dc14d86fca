'use client'
// The dialog before what cannot be undone at once: it names what goes, and the focus stands on Cancel.
import { AlertDialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { Button } from './Button.tsx'

interface Props {
  title: string
  children: ReactNode
  /** Verb and name: "Delete PACS-WEB". */
  verb: string
  busy?: string | undefined
  cancel?: string
  /** Nothing is lost by confirming: the way back is the view's primary then. */
  harmless?: boolean
  /** Nothing ends by confirming: its button is no warning. */
  gentle?: boolean
  /** A gentler way, left of Cancel. */
  instead?: ReactNode
  onConfirm: () => void
  onClose: () => void
}

/** Open as long as it is rendered. Radix' own overlay would add a style element, which the page's policy refuses. */
export function Confirm(props: Props) {
  const { title, children, verb, busy, cancel = 'Cancel', harmless = false, gentle = false, instead } = props
  const { onConfirm, onClose } = props
  const [before] = useState(() => document.activeElement)
  // Whoever works by keyboard goes on where the dialog came from.
  const onClosed = (event: Event) => {
    event.preventDefault()
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
  }
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <div className="scrim" />
        <AlertDialog.Content className="dialog" aria-modal="true" onCloseAutoFocus={onClosed}>
          <AlertDialog.Title asChild>
            <h2>{title}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="body">{children}</div>
          </AlertDialog.Description>
          <div className="acts">
            {instead}
            <AlertDialog.Cancel asChild>
              <Button look={harmless ? 'primary' : 'plain'}>{cancel}</Button>
            </AlertDialog.Cancel>
            <Button
              look={harmless ? 'plain' : gentle ? 'primary' : 'danger-solid'}
              busy={busy}
              onClick={onConfirm}
            >
              {verb}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
