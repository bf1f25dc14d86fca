'use client'
// One block for each service of the kernel's table, with the servers it has there.
import { useId } from 'react'
import { type Shape, State } from '../ui/Lamp.tsx'
import { count, figureOf } from '../ui/words.ts'
import type { StatusServer, StatusService } from './status.ts'

export const StatusTable = ({ services }: { services: readonly StatusService[] }) =>
  services.map((service) => (
    <div key={service.key} className="block">
      <Block service={service} />
    </div>
  ))

/** As the form names them. */
const SCHEDULERS: Partial<Record<string, string>> = {
  wlc: 'Weighted Least Connections',
  wrr: 'Weighted Round Robin',
  dh: 'Destination Hash',
}
const HEADS = ['CHECK', 'REAL SERVER', 'IP', 'WEIGHT', 'ACTIVE', 'INACTIVE', 'PERSISTENT CLIENTS'] as const

function Block({ service }: { service: StatusService }) {
  const id = useId()
  const { key, label, where, scheduler, persistent, servers } = service
  return (
    <section className="box rows-box" aria-labelledby={id}>
      <div className="blockhead">
        <h2 id={id}>{label || key}</h2>
        {where && <span className="mono muted">{where}</span>}
        <span className="muted">
          {SCHEDULERS[scheduler] ?? scheduler}
          {persistent > 0 && `, persistent ${count(persistent, 'second')}`}
        </span>
      </div>
      {servers.length === 0 ? (
        <p className="px-4 py-3 muted">
          The kernel has no server for it now: all have failed or are offline.
        </p>
      ) : (
        <table className="rows flat status" aria-label={`Servers of ${label || key}`}>
          <colgroup>
            <col className="w-[136px]" />
            <col />
            <col className="w-[240px]" />
            <col className="w-[90px]" />
            <col className="w-[90px]" />
            <col className="w-[90px]" />
            <col className="w-[180px]" />
          </colgroup>
          <thead>
            <tr>
              {HEADS.map((title, i) => (
                <th key={title} scope="col" className={i > 2 ? 'num' : ''}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {servers.map((server) => (
              <Row key={server.key} server={server} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const looksOf = ({ health }: StatusServer): [Shape, string] => {
  if (health?.up == null) return ['unknown', health ? 'First check' : 'Not checked']
  return health.up ? ['ok', 'Passed'] : ['fail', 'Failed']
}

function Row({ server }: { server: StatusServer }) {
  const [shape, word] = looksOf(server)
  return (
    <tr className="vip">
      <td className="c-state">
        <State shape={shape}>{word}</State>
      </td>
      <td className="c-name name">
        {server.label || server.key}
        {server.health?.reason && <span className="why s-fail">{server.health.reason}</span>}
      </td>
      <td className="c-ip mono">{server.key}</td>
      <td className="c-weight num" data-head="Weight">
        {server.weight}
      </td>
      <td className="c-active num" data-head="Active">
        {figureOf(server.active)}
      </td>
      <td className="c-inactive num" data-head="Inactive">
        {figureOf(server.inactive)}
      </td>
      <td className="c-entries num" data-head="Persistent clients">
        {figureOf(server.entries)}
      </td>
    </tr>
  )
}
