// `npm run bench:drain`: from the server action's function to what HAProxy answered, with 1,000 services of 10 servers. Needs root.
//
// The console's own code runs in this process, the agent and HAProxy beside it as on an appliance, in a network
// namespace of their own. Each operation asks for one server: Drain, Halt and Online in turn, on servers all over the table.
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { bundle } from '../../agent/testing/bundle.ts'
import { endHome, makeHome } from '../../agent/testing/home.ts'
import { downIn, ended, makeNamespace } from '../../agent/testing/namespace.ts'
import { ask as askHaproxy } from '../../agent/verbs/master-socket.ts'
import { until } from '../../agent/verbs/run.ts'
import { commitAs, setServersAs } from '../../lib/server/actions.ts'
import { db, transaction } from '../../lib/server/db.ts'
import { bumpArea } from '../../lib/server/documents.ts'
import { currentJob, runningJob } from '../../lib/server/jobs.ts'
import { agentState, keepWatching, live } from '../../lib/server/live.ts'
import { migrate } from '../../lib/server/migrate.ts'
import { databaseFile, migrationsDir } from '../../lib/server/places.ts'
import { ensureAreas } from '../../lib/server/seed.ts'
import { type Caller, liveSession, openSession } from '../../lib/server/session.ts'
import { createFirstUser } from '../../lib/server/users.ts'

const [SERVICES, SERVERS, OPERATIONS] = [1000, 10, 200]
const FLOOR = 100
const STATES = ['drained', 'halted', 'online'] as const
/** `srv_admin_state` of each. */
const BITS = { drained: '8', halted: '1', online: '0' }

/** Every port of 127.0.0.0/8 answers checks here. */
const ANSWERS = `require('node:net').createServer((s) => { s.on('error', () => {}); s.end() }).listen(8000, '0.0.0.0')`

async function loggedIn(): Promise<Caller> {
  await createFirstUser(db(), 'plain brown horse 7')
  const user = await db().user.findFirstOrThrow()
  const caller = await liveSession(await openSession(user.id, '127.0.0.1'))
  if (!caller) throw new Error('no session')
  return caller
}

/** Stores the services; answers the ids of all servers with their names in HAProxy. */
async function store(): Promise<{ id: string; name: string }[]> {
  const common = { area: 'layer7', savedBy: 'bench', savedAt: new Date() }
  const servers: { id: string; name: string }[] = []
  const rows = Array.from({ length: SERVICES }, (_, v) => {
    const id = randomUUID()
    const where = `${Math.floor(v / 250)}.${(v % 250) + 1}`
    const data = { address: `127.70.${where}`, ports: '80', protocol: 'tcp', persistence: 'source' }
    const below = Array.from({ length: SERVERS }, (_, r) => {
      const server = { id: randomUUID(), name: `vip${v}/rip${r}` }
      servers.push(server)
      const at = { address: `127.${80 + r}.${where}`, port: 8000 }
      return {
        ...common,
        id: server.id,
        kind: 'real-server',
        parent: id,
        label: `rip${r}`,
        position: r,
        data: JSON.stringify(at),
      }
    })
    return [
      {
        ...common,
        id,
        kind: 'virtual-service',
        parent: 'layer7',
        label: `vip${v}`,
        position: v,
        data: JSON.stringify(data),
      },
      ...below,
    ]
  })
  for (let i = 0; i < rows.length; i += 100)
    await db().item.createMany({ data: rows.slice(i, i + 100).flat() })
  await transaction((tx) => bumpArea(tx, 'layer7'))
  return servers
}

const patiently = async (what: string, holds: () => boolean | Promise<boolean>, limit = 60_000) => {
  if (!(await until(async () => ((await holds()) ? true : null), limit, 100)))
    throw new Error(`in vain: ${what}`)
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0

/** Milliseconds until the action answered what was read back. */
async function setTo(caller: Caller, server: string, state: (typeof STATES)[number]): Promise<number> {
  const began = performance.now()
  const answer = await setServersAs(caller, { servers: [server], state })
  const took = performance.now() - began
  if (!answer.ok || answer.servers[0]?.state !== state) throw new Error(JSON.stringify(answer))
  return took
}

async function measure(caller: Caller, master: string, servers: readonly { id: string; name: string }[]) {
  const times: number[] = []
  for (let n = 0; n < OPERATIONS; n++) {
    const server = servers[(n * 7919) % servers.length]
    const state = STATES[n % STATES.length]
    if (!server || !state) throw new Error('no servers')
    // Online needs a server that is not.
    if (state === 'online') await setTo(caller, server.id, 'drained')
    times.push(await setTo(caller, server.id, state))
    const [proxy, name] = server.name.split('/')
    const row = await askHaproxy(master, `@1 show servers state ${proxy}`)
    const bits = new RegExp(`^\\d+ ${proxy} \\d+ ${name} \\S+ \\d+ (\\d+) `, 'm').exec(row)?.[1]
    if (bits !== BITS[state]) throw new Error(`${server.name} is ${bits} in HAProxy, not ${BITS[state]}`)
    // People do not click in step with the agent's looks.
    await new Promise((resolve) => setTimeout(resolve, 20 + ((n * 37) % 160)))
  }
  return times.sort((a, b) => a - b)
}

async function main(): Promise<number> {
  const places = await makeHome('own namespace')
  process.env.FULCRUM_STATE = places.state
  process.env.FULCRUM_RUN = places.run
  process.env.FULCRUM_DB = join(places.state, 'fulcrum.db')
  const namespace = makeNamespace(`fulcrum-drain-${process.pid}`, '10.99.0.1/24')
  const stop = new AbortController()
  const children: ChildProcess[] = []
  try {
    const agentFile = join(places.state, 'agent-bench.mjs')
    await bundle('main.ts', agentFile)
    children.push(namespace.start([process.execPath, '-e', ANSWERS]))
    children.push(
      namespace.start([process.execPath, agentFile], {
        FULCRUM_STATE: places.state,
        FULCRUM_RUN: places.run,
      }),
    )
    await migrate(databaseFile(), migrationsDir())
    await transaction(ensureAreas)
    const caller = await loggedIn()
    const servers = await store()
    keepWatching(stop.signal).catch((e) => console.error(e))
    await patiently('the agent', () => agentState().answering)
    const started = await commitAs(caller, ['layer7'])
    if (!started.ok) throw new Error(started.message)
    await patiently('the commit', () => currentJob()?.id === started.job && runningJob() === null)
    if (currentJob()?.progress.at(-1)?.type !== 'applied')
      throw new Error(JSON.stringify(currentJob()?.progress.at(-1)))
    const rows = () => [...live().rows.values()]
    await patiently('all rows', () => live().rows.size === SERVICES * (SERVERS + 1))
    await patiently('all servers up', () => rows().every((r) => r.state === 'up'))
    const times = await measure(caller, places.master, servers)
    const [p50, p99] = [at(times, 0.5), at(times, 0.99)]
    console.log(
      `${OPERATIONS} operations, ${SERVICES} x ${SERVERS}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, worst ${at(times, 1).toFixed(1)} ms; floor: p99 under ${FLOOR} ms`,
    )
    return p99 < FLOOR ? 0 : 1
  } finally {
    stop.abort()
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map(ended))
    await downIn(namespace, places)
    await db().$disconnect()
    await endHome(places)
    namespace.remove()
  }
}

process.exit(await main())
