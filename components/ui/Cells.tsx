'use client'
// Cells that all tables share: an address, ports that may be cut, and the room of rows that are not drawn.
import { Tip } from './Tip.tsx'
import { cutPorts } from './words.ts'

export function PortsCell({ ports }: { ports: string }) {
  const cut = cutPorts(ports)
  if (cut === ports) return <td className="c-ports mono">{ports}</td>
  return (
    <td className="c-ports mono">
      <Tip text={ports} always>
        <button type="button" className="cut" aria-label={ports}>
          {cut}
        </button>
      </Tip>
    </td>
  )
}

/** Longer addresses than any IPv4 one may be cut by the column. */
const SURE_TO_FIT = 15

/** On narrow screens the ports stand behind the address. */
export const AddressCell = ({ address, ports }: { address: string; ports: string }) => (
  <td className="c-ip mono" data-p={cutPorts(ports)}>
    {address.length > SURE_TO_FIT ? (
      <Tip text={address}>
        <button type="button" className="cut">
          {address}
        </button>
      </Tip>
    ) : (
      address
    )}
  </td>
)

/** Space of rows that are not drawn, in pixels. */
export const Pad = ({ height, columns }: { height: number; columns: number }) =>
  height > 0 ? (
    <tr className="pad">
      <td colSpan={columns} style={{ height }} />
    </tr>
  ) : null
