'use client'
// The row's own menu: the same for every row with its Real Server IP Address. What is chosen is shown before it is done.
import { DropdownMenu } from 'radix-ui'
import { useRef } from 'react'
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import { Icon } from '../ui/Icon.tsx'
import { ACTS } from './acts.ts'
import type { ServerLine } from './lines.ts'

const STATES = ['drained', 'halted', 'online'] as const

interface Props {
  line: ServerLine
  onAct: (state: AskedState) => void
}

export function EverywhereMenu({ line, onAct }: Props) {
  const trigger = useRef<HTMLButtonElement>(null)
  const chosen = useRef<AskedState>(undefined)
  // The dialog comes when the menu is gone, and gives the focus back to the row.
  const onClosed = (event: Event) => {
    const state = chosen.current
    chosen.current = undefined
    if (!state) return
    event.preventDefault()
    trigger.current?.closest('tr')?.focus({ preventScroll: true })
    onAct(state)
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        ref={trigger}
        className="op menu"
        aria-label={`Everywhere: ${line.label} of ${line.service}`}
      >
        Everywhere
        <Icon name="down" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById('content')}>
        <DropdownMenu.Content className="dropdown" align="end" sideOffset={2} onCloseAutoFocus={onClosed}>
          <DropdownMenu.Label className="title">
            Every row of <span className="mono">{line.address}</span>
          </DropdownMenu.Label>
          {STATES.map((state) => (
            <DropdownMenu.Item
              key={state}
              onSelect={() => {
                chosen.current = state
              }}
            >
              {ACTS[state].verb} everywhere
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
