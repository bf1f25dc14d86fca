'use client'
// The row of a virtual service.
import { memo, type Ref } from 'react'
import { ChangesLink } from '../changes/ChangesLink.tsx'
import { LAYER4_SERVICES, LAYER7_SERVICES } from '../frame/menu.ts'
import { useMay } from '../live/Live.tsx'
import { AddressCell, PortsCell } from '../ui/Cells.tsx'
import { Icon } from '../ui/Icon.tsx'
import { State } from '../ui/Lamp.tsx'
import { NameCell } from '../ui/NameCell.tsx'
import { figureOf } from '../ui/words.ts'
import type { ServiceLine } from './lines.ts'
import { useReason } from './reason.ts'

interface Props {
  line: ServiceLine
  open: boolean
  /** What waits for a commit here, in words; empty when nothing does. */
  mark: string
  onToggle: (key: string, open: boolean) => void
  index: number
  measure: Ref<HTMLTableRowElement> | undefined
}

export const ServiceRow = memo(function ServiceRow({ line, open, mark, onToggle, index, measure }: Props) {
  const reason = useReason(line)
  const reads = useMay('settings')
  // Open, each server says its own.
  const openReason = line.fallback ? 'the fallback answers' : ''
  const servers = line.serversUp === null ? '–' : `${line.serversUp} / ${line.serverCount}`
  return (
    <tr
      ref={measure}
      className={`vip ${line.stale ? 'stale' : ''}`}
      id={`service-${line.item}`}
      data-row
      data-index={index}
      aria-level={1}
      aria-expanded={open}
    >
      <td className="c-tick">
        <button
          type="button"
          className="caret"
          aria-expanded={open}
          aria-label={`Real servers of ${line.label}`}
          onClick={() => onToggle(line.key, !open)}
        >
          <Icon name="chevron" />
        </button>
      </td>
      <td className="c-state">
        <ChangesLink line={line}>
          <State shape={line.look.shape}>{line.look.word}</State>
        </ChangesLink>
      </td>
      <NameCell
        label={line.label}
        href={
          reads
            ? `${(line.method === 'Layer 4' ? LAYER4_SERVICES : LAYER7_SERVICES).href}/${line.item}`
            : undefined
        }
        mark={mark}
        reason={open && line.serverCount > 0 ? openReason : reason}
        shape={line.look.shape}
      />
      <AddressCell address={line.address} ports={line.ports} />
      <PortsCell ports={line.ports} />
      <td className="c-w num">{line.runs ? servers : line.serverCount}</td>
      <td className="c-conns num">{figureOf(line.connections)}</td>
      <td className="c-proto">{line.protocol}</td>
      <td className="c-method">{line.method}</td>
      <td className="c-mode">{line.mode}</td>
    </tr>
  )
})
