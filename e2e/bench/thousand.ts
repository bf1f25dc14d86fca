// A thousand services of ten servers each on one appliance of the lab: what the benches measure.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Item } from '../../lib/model/document.ts'
import { World } from '../support/world.ts'

export const SERVICES = 1000
const SERVERS = 10

/** Nothing has to be brought up for addresses of the loopback network, so that only HAProxy's work counts. */
const service = (n: number): Item => ({
  id: `service-${n}`,
  kind: 'virtual-service',
  parent: 'layer7',
  label: `VIP-${String(n).padStart(4, '0')}`,
  position: n,
  data: {
    address: `127.100.${n >> 8}.${n & 255}`,
    ports: '80',
    protocol: 'tcp',
    balance: 'leastconn',
    persistence: 'source',
    check: 'connect',
    request: '/',
    response: '',
    checkScript: '',
  },
})

const server = (of: number, n: number): Item => ({
  id: `server-${of}-${n}`,
  kind: 'real-server',
  parent: `service-${of}`,
  label: `RIP-${n}`,
  position: n,
  data: { address: `127.200.${of >> 8}.${of & 255}`, port: 8000 + n, reencrypt: false, weight: 100 },
})

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** One item for each service and each server. */
export const items = (): Item[] =>
  numbers(SERVICES).flatMap((n) => [service(n), ...numbers(SERVERS).map((m) => server(n, m))])

/** Puts the items where the console keeps them; it must not run meanwhile. */
async function store(state: string): Promise<void> {
  process.env.FULCRUM_STATE = state
  const { db, transaction } = await import('../../lib/server/db.ts')
  const { bumpArea } = await import('../../lib/server/documents.ts')
  const rows = items().map(({ data, ...item }) => ({
    ...item,
    area: 'layer7',
    data: JSON.stringify(data),
    savedBy: 'bench',
    savedAt: new Date(),
  }))
  await transaction(async (tx) => {
    for (let at = 0; at < rows.length; at += 500) await tx.item.createMany({ data: rows.slice(at, at + 500) })
    await bumpArea(tx, 'layer7')
  })
  await db().$disconnect()
}

/**
 * nginx's arguments to answer the checks of the first `ports` servers of each service, as other machines would: on
 * every address of the loopback network. `folder` takes its files.
 */
export function answering(folder: string, ports: number): string[] {
  const conf = join(folder, 'servers.conf')
  const listens = numbers(ports).map((n) => `listen ${8000 + n};`)
  writeFileSync(
    conf,
    `daemon off; pid ${folder}/servers.pid; events { worker_connections 8192; } http { access_log off; server { ${listens.join(' ')} return 444; } }`,
  )
  return ['/usr/sbin/nginx', '-c', conf, '-e', 'stderr']
}

/** The lab with the services saved, not yet committed. */
export async function thousand(): Promise<World> {
  const world = await World.make(
    { client: ['192.168.85.10/24'], appliance: ['192.168.85.100/24'] },
    'chromium',
  )
  world.appliance.machine.start(answering(world.appliance.state, SERVERS - 1))
  await world.appliance.interrupt()
  await store(world.appliance.state)
  await world.appliance.start()
  return world
}

/** Clock ticks of the processes so far, as milliseconds of one core; children that ended count too. */
export const cpuOf = (pid: number): number => {
  const cells = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return [11, 12, 13, 14].reduce((sum, n) => sum + Number(cells[n]), 0) * 10
}

/** Resident memory in MB (10^6). */
export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1.024e-3

/** The process of agent or console, as `npm start` wrote it down. */
export const pidOf = (world: World, what: 'agent' | 'console'): number => {
  const file = join(world.appliance.run, 'start.json')
  if (!existsSync(file)) throw new Error('npm start does not run')
  return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, { pid: number }>)[what]?.pid ?? 0
}
