'use client'
// The whole of a cut text, on hover and on focus.
import { Tooltip } from 'radix-ui'
import { type ReactElement, useRef, useState } from 'react'

/** Once around the page. */
export const TipProvider = Tooltip.Provider

interface Props {
  text: string
  /** Show it even when the element itself is not cut. */
  always?: boolean
  /** One element that takes focus. */
  children: ReactElement
}

export function Tip({ text, always, children }: Props) {
  const trigger = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const isCut = () => {
    const cuts = [trigger.current, trigger.current?.closest('td, h2')]
    return cuts.some((e) => e && e.scrollWidth > e.clientWidth)
  }
  return (
    <Tooltip.Root open={open} onOpenChange={(next) => setOpen(next && (always === true || isCut()))}>
      <Tooltip.Trigger asChild ref={trigger}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal container={open ? document.getElementById('content') : null}>
        <Tooltip.Content className="tip" sideOffset={4} collisionPadding={8}>
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
