// Tests: what HAProxy and the kernel say themselves, beside what the documents want. Compared without the rooms' own code.
import { execFileSync } from 'node:child_process'
import type { Document, Item } from '../../../lib/model/document.ts'
import { ask, parseStat } from '../../verbs/master-socket.ts'
import { serversIn, servicesIn } from './edits.ts'

/** A line a thing, sorted: `proxy Web http roundrobin`, `server Web/a 10.0.0.1:80 weight 100 online`, `address 10.0.0.9`. */
export type Machine = readonly string[]

const BASE = '10.99.0.1'
const STATES: Record<string, string> = { '0': 'online', '1': 'halted', '8': 'drained' }

/** Own names of the product begin with `_`. */
const isForeign = (name: string): boolean => !name.startsWith('_')

const socket = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

/** Everything the walk cares for, as it is now. */
export async function running(master: string): Promise<Machine> {
  const [stat, states] = await Promise.all([
    ask(master, '@1 show stat').then(parseStat),
    ask(master, '@1 show servers state'),
  ])
  const administrative = new Map(
    [...states.matchAll(/^\d+ (\S+) \d+ (\S+) \S+ \d+ (\d+) /gm)].map((m) => [`${m[1]}/${m[2]}`, m[3] ?? '']),
  )
  const proxies = stat.filter((s) => s.svname === 'BACKEND' && isForeign(s.pxname ?? ''))
  const servers = stat.filter((s) => s.type === '2' && isForeign(s.svname ?? ''))
  const fallbacks = stat.filter((s) => s.type === '2' && !isForeign(s.svname ?? ''))
  return [
    ...proxies.map((s) => `proxy ${s.pxname} ${s.mode} ${s.algo}`),
    ...servers.map((s) => {
      const key = `${s.pxname}/${s.svname}`
      const bits = administrative.get(key) ?? 'none'
      return `server ${key} ${s.addr} weight ${s.uweight} ${STATES[bits] ?? bits}`
    }),
    ...fallbacks.map((s) => `fallback ${s.pxname} ${s.addr}`),
    ...addresses(),
  ].sort()
}

/** What was brought up beside what the machine had. */
function addresses(): string[] {
  const shown = execFileSync('ip', ['-4', '-o', 'addr', 'show', 'lan'], { encoding: 'utf8' })
  return [...shown.matchAll(/inet (10\.99\.0\.1\d\d)\//g)].map((m) => `address ${m[1]}`)
}

/** What these items want, whoever of them is offline. */
export function wanted(items: readonly Item[], states: Document): Machine {
  const offline = new Map(states.items.map((i) => [i.label, String(i.data.state)]))
  const services = servicesIn(items).filter((s) => !s.draft)
  const brought = services.map((s) => String(s.data.address)).filter((a) => /^10\.99\.0\.1\d\d$/.test(a))
  return [
    ...services.map((s) => `proxy ${s.label} ${s.data.protocol} ${s.data.balance}`),
    ...services.flatMap((service) =>
      serversIn(items, service.id).map((s) => {
        const where = socket(String(s.data.address), Number(s.data.port ?? 0))
        return `server ${service.label}/${s.label} ${where} weight ${s.data.weight} ${offline.get(s.id) ?? 'online'}`
      }),
    ),
    ...services
      .filter((s) => !s.data.fallbackOff)
      .map(
        (s) => `fallback ${s.label} ${socket(String(s.data.fallbackAddress), Number(s.data.fallbackPort))}`,
      ),
    ...[...new Set(brought)].filter((a) => a !== BASE).map((a) => `address ${a}`),
  ].sort()
}
