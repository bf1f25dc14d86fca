// Tests: a walk of commits, each with one change: server added, weight, check, label changed, server removed.
import type { Document } from '../../lib/model/document.ts'
import { layer7, type ServerIn } from './documents.ts'

export const WALK = [
  'server added',
  'weight changed',
  'check changed',
  'label changed',
  'server removed',
] as const
const ALWAYS = 2

/** The two services after `n` changes, in front of servers at 127.63.1.1, .2 and .3. */
export function afterChanges(host: string, ports: { http: number; tcp: number }, n: number): Document {
  const round = Math.floor(n / WALK.length)
  const done = (what: (typeof WALK)[number]) => WALK.indexOf(what) < n % WALK.length
  const count = done('server added') && !done('server removed') ? ALWAYS + 1 : ALWAYS
  const label = (i: number) => (i === 0 && done('label changed') ? `renamed${round}` : `web${i + 1}`)
  const servers = Array.from(
    { length: count },
    (_, i): ServerIn => ({
      label: label(i),
      address: `127.63.1.${i + 1}`,
      weight: i === 1 && done('weight changed') ? 50 : 100,
    }),
  )
  const check = done('check changed') ? 'connect' : 'none'
  const at = (port: number) => servers.map((s) => ({ ...s, port }))
  return layer7(
    { label: 'Web', address: host, ports: String(ports.http), data: { check }, servers: at(8000) },
    {
      label: 'Echo',
      address: host,
      ports: String(ports.tcp),
      data: { check, protocol: 'tcp', persistence: 'source' },
      servers: at(8001),
    },
  )
}
