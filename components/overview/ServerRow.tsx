'use client'
// The row of a real server, and the headings above the first one.
import { memo, type Ref } from 'react'
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import { ChangesLink } from '../changes/ChangesLink.tsx'
import { useMay } from '../live/Live.tsx'
import { AddressCell, PortsCell } from '../ui/Cells.tsx'
import { CheckBox } from '../ui/CheckBox.tsx'
import { State } from '../ui/Lamp.tsx'
import { NameCell } from '../ui/NameCell.tsx'
import { figureOf } from '../ui/words.ts'
import { ACTS } from './acts.ts'
import type { ServerLine } from './lines.ts'
import { useReason } from './reason.ts'
import { ServerActsCell } from './ServerActsCell.tsx'
import type { ServerActs } from './useServerActs.ts'

interface Props {
  line: ServerLine
  ticked: boolean
  /** What was asked of it and is not read back yet. */
  asked: AskedState | undefined
  /** Other rows have its address too. */
  shared: boolean
  acts: Pick<ServerActs, 'tick' | 'act' | 'everywhere'>
  index: number
  measure: Ref<HTMLTableRowElement> | undefined
}

export const ServerRow = memo(function ServerRow(props: Props) {
  const { line, ticked, asked, shared, acts, index, measure } = props
  const reason = useReason(line)
  const mayAct = useMay('serve')
  return (
    <tr
      ref={measure}
      className={`rip ${line.stale ? 'stale' : ''} ${ticked ? 'ticked' : ''}`}
      data-row
      data-server={line.item}
      aria-selected={line.state === null ? undefined : ticked}
      data-index={index}
      aria-level={2}
    >
      <td className="c-tick">
        {line.state !== null && mayAct && (
          <CheckBox
            id={`tick-${line.item}`}
            checked={ticked}
            onChange={(on) => acts.tick([line.item], on)}
            accessibleName={`Tick ${line.label} of ${line.service}`}
          />
        )}
      </td>
      <td className="c-state">
        {asked ? (
          <State shape="busy">{ACTS[asked].asked}</State>
        ) : (
          <ChangesLink line={line}>
            <State shape={line.look.shape}>{line.look.word}</State>
          </ChangesLink>
        )}
      </td>
      <NameCell label={line.label} reason={reason} shape={line.look.shape} />
      <AddressCell address={line.address} ports={line.ports} />
      <PortsCell ports={line.ports} />
      <td className="c-w num">{line.weight ?? '–'}</td>
      <td className="c-conns num">{figureOf(line.connections)}</td>
      <ServerActsCell {...{ line, shared, acts }} busy={asked !== undefined} />
    </tr>
  )
})

export const ServerHead = ({ index, measure }: Pick<Props, 'index' | 'measure'>) => (
  <tr ref={measure} className="riphead" data-index={index} aria-level={2}>
    <td />
    <th scope="col" className="c-state">
      STATE
    </th>
    <th scope="col">REAL SERVER</th>
    <th scope="col">IP</th>
    <th scope="col">PORTS</th>
    <th scope="col" className="num">
      WEIGHT
    </th>
    <th scope="col" className="num">
      CONNS
    </th>
    <th scope="col" colSpan={3}>
      <span className="vh">Drain, Halt, Online, Everywhere</span>
    </th>
  </tr>
)
