'use client'
// Drain, Halt or Online in the row of a server; what is not possible is not there.
import type { MouseEvent } from 'react'
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import { useMay } from '../live/Live.tsx'
import { ACTS, actsFor } from './acts.ts'
import { EverywhereMenu } from './EverywhereMenu.tsx'
import type { ServerLine } from './lines.ts'
import type { ServerActs } from './useServerActs.ts'

interface Props {
  line: ServerLine
  shared: boolean
  busy: boolean
  acts: Pick<ServerActs, 'act' | 'everywhere'>
}

export const ServerActsCell = ({ line, shared, busy, acts }: Props) => {
  const mayAct = useMay('serve')
  // The button goes with its state; the row stays, and keeps the focus.
  const onClick = (state: AskedState) => (event: MouseEvent<HTMLElement>) => {
    event.currentTarget.closest('tr')?.focus({ preventScroll: true })
    acts.act([line], state)
  }
  return (
    <td className="c-acts" colSpan={3}>
      <div className="ops">
        {!busy &&
          mayAct &&
          actsFor(line).map((state) => (
            <button
              key={state}
              type="button"
              className="op"
              aria-label={`${ACTS[state].verb} ${line.label} of ${line.service}`}
              onClick={onClick(state)}
            >
              {ACTS[state].verb}
            </button>
          ))}
        {!busy && mayAct && shared && line.state !== null && (
          <EverywhereMenu line={line} onAct={(state) => acts.everywhere([line], state)} />
        )}
      </div>
    </td>
  )
}
