// The table of interfaces.

import type { Facts } from '../../lib/model/facts.ts'
import { FLOATING_IPS } from '../frame/menu.ts'
import { Heads } from '../ui/Heads.tsx'
import { State } from '../ui/Lamp.tsx'
import { Link } from '../ui/Link.tsx'

type Interface = Facts['interfaces'][number]

export const InterfaceTable = ({ facts }: { facts: Facts }) => (
  <div className="box rows-box">
    <table className="rows flat interfaces" aria-label="Network interfaces">
      <colgroup>
        <col className="w-[136px]" />
        <col className="w-[180px]" />
        <col className="w-[140px]" />
        <col />
      </colgroup>
      <thead>
        <Heads titles={['STATE', 'INTERFACE', 'MTU', 'ADDRESSES']} />
      </thead>
      <tbody>
        {facts.interfaces.map((i) => (
          <Row key={i.name} of={i} />
        ))}
      </tbody>
    </table>
  </div>
)

const Row = ({ of: { name, up, mtu, addresses } }: { of: Interface }) => (
  <tr className="vip">
    <td className="c-state">
      <State shape={up ? 'ok' : 'halted'}>{up ? 'Up' : 'Switched off'}</State>
    </td>
    <td className="c-name mono">{name}</td>
    <td className="c-mtu">{mtu === undefined ? 'not known' : `MTU ${mtu} bytes`}</td>
    <td className="c-addresses">
      {addresses.length === 0 && <span className="muted">None</span>}
      <ul>
        {addresses.map((a) => (
          <li key={`${a.address}/${a.prefix}`}>
            <span className="mono">
              {a.address}/{a.prefix}
            </span>{' '}
            {a.ours && <Link href={FLOATING_IPS.href}>Floating IP</Link>}
          </li>
        ))}
      </ul>
    </td>
  </tr>
)
