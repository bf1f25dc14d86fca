'use client'
// Service Socket Addresses: everything the appliance itself listens on, and where that is changed.
import Link from 'next/link'
import { FALLBACK_SOCKET } from '../frame/menu.ts'
import { useItems } from '../live/Live.tsx'
import { Heads } from '../ui/Heads.tsx'
import { type Socket, socketsOf } from './sockets.ts'

const HEADS = ['SERVICE', 'IP ADDRESSES', 'PORT', 'CHANGE']

export function SocketAddresses() {
  const front = useItems('front').view
  const fallback = useItems('fallback').view
  if (!front || !fallback) return null
  return (
    <section className="form mt-10" aria-label="Sockets of this appliance">
      <h2 className="mb-2">Sockets of this appliance</h2>
      <div className="box rows-box">
        <table className="rows flat sockets" aria-label="Service Socket Addresses">
          <thead>
            <Heads titles={HEADS} />
          </thead>
          <tbody>
            {socketsOf(front.items, fallback.items).map((socket) => (
              <Row key={socket.service} of={socket} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const Row = ({ of: { service, addresses, port, off, change } }: { of: Socket }) => (
  <tr className="vip">
    <td className="c-name">{service}</td>
    <td className="c-addresses mono">{off ? <span className="muted">closed</span> : addresses.join(', ')}</td>
    <td className="c-port mono">{port}</td>
    <td className="c-change">
      {change === 'above' && <a href="#addresses">Above</a>}
      {change === 'fallback' && <Link href={FALLBACK_SOCKET.href}>Modify</Link>}
      {!change && <span className="muted">Fixed</span>}
    </td>
  </tr>
)
