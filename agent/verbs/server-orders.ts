// Verb: drain, halt and bring back servers of the running HAProxy, and ask it how they are.
import type { AskedState } from '../../lib/areas/server-state/states.ts'
import type { HaproxyAnswer } from '../../lib/model/observed.ts'
import type { ServerOrder } from '../machine.ts'
import { serverLines } from '../server-state.ts'
import {
  type Asked,
  ask,
  askAll,
  askProcesses,
  openConnections,
  parseInfo,
  parseStat,
} from './master-socket.ts'

const VERBS: Record<AskedState, string> = { online: 'ready', drained: 'drain', halted: 'maint' }

/** A click is worth a longer wait than a look. In ms. */
const PATIENCE = 3000
/** Commands that go in one line: HAProxy reads 16 kB at once. */
const AT_ONCE = 50
/** From here on everything is asked at once, which takes 100 ms with 10,000 servers. */
const MANY_PROXIES = 100
/** Tables that one look counts, in one connection: the master takes ten at a time; the others have their turn in the next ones. */
const COUNTED = 40

/** Several commands for one process, one answer. `@1` stands before each: what follows `;` is the master's own otherwise. */
async function askEach(socket: string, commands: readonly string[], of = '@1'): Promise<string> {
  let answers = ''
  for (let i = 0; i < commands.length; i += AT_ONCE)
    answers += await ask(
      socket,
      commands
        .slice(i, i + AT_ONCE)
        .map((c) => `${of} ${c}`)
        .join(';'),
      PATIENCE,
    )
  return answers
}

/** Says nothing of how they are then: that is asked for. Throws when HAProxy does not answer. */
export async function orderServers(socket: string, orders: readonly ServerOrder[]): Promise<void> {
  if (orders.length === 0) return
  // What hangs would do later what nobody waits for any more.
  parseInfo(await ask(socket, '@1 show info', PATIENCE))
  const halted = orders.filter((o) => o.state === 'halted')
  await askEach(socket, [
    ...orders.map((o) => `set server ${o.proxy}/${o.server} state ${VERBS[o.state]}`),
    ...halted.map((o) => `shutdown sessions server ${o.proxy}/${o.server}`),
  ])
  if (halted.length) await endOldSessions(socket, new Set(halted.map((o) => `${o.proxy}/${o.server}`)))
  const cleared = orders.filter((o) => o.state === 'drained' && o.clearOnDrain)
  if (cleared.length) await clearTables(socket, cleared)
}

/** Gives the running worker the weights of the configuration wherever it has others. Throws when HAProxy does not answer. */
export async function setWeights(socket: string, config: string): Promise<void> {
  const states = await ask(socket, '@1 show servers state', PATIENCE)
  const runs = new Map(
    [...states.matchAll(/^\d+ (\S+) \d+ (\S+) \S+ \d+ \d+ (\d+) /gm)].map((m) => [`${m[1]}/${m[2]}`, m[3]]),
  )
  const orders = serverLines(config).flatMap(({ proxy, name, weight }) => {
    const now = runs.get(`${proxy}/${name}`)
    return now === undefined || now === weight ? [] : [`set server ${proxy}/${name} weight ${weight}`]
  })
  await askEach(socket, orders)
}

/** Workers that only finish their connections refuse the command for a whole server. */
async function endOldSessions(socket: string, servers: ReadonlySet<string>): Promise<void> {
  const { workers } = await askProcesses(socket)
  for (const { pid } of workers.filter((w) => w.old)) {
    // It may end by itself between the two questions.
    const sessions = await ask(socket, `@!${pid} show sess`).catch(() => '')
    const theirs = [...sessions.matchAll(/^(0x[0-9a-f]+): .* be=(\S+) srv=(\S+) /gm)]
      .filter((m) => servers.has(`${m[2]}/${m[3]}`))
      .map((m) => `shutdown session ${m[1]}`)
    await askEach(socket, theirs, `@!${pid}`).catch(() => '')
  }
}

async function clearTables(socket: string, orders: readonly ServerOrder[]): Promise<void> {
  const rows = stateRows(
    await askEach(
      socket,
      orders.map((o) => `show servers state ${o.proxy}`),
    ),
    true,
  )
  const ids = new Map(rows.map((r) => [r.key, r.id]))
  await askEach(
    socket,
    orders.flatMap((o) => {
      const id = ids.get(`${o.proxy}/${o.server}`)
      return id === undefined ? [] : [`clear table ${o.proxy} data.server_id eq ${id}`]
    }),
  )
}

/** A line of `show servers state`. */
export interface Offline {
  key: string
  proxy: string
  /** Its number within the proxy, by which tables name it. */
  id: string
  admin: number
}

/** Reads `show servers state`; only servers whose administrative state is not 0, unless `all`. */
function stateRows(text: string, all = false): Offline[] {
  const pattern = all
    ? /^\d+ (\S+) (\d+) (\S+) \S+ \d+ (\d+) /gm
    : /^\d+ (\S+) (\d+) (\S+) \S+ \d+ ([1-9]\d*) /gm
  return [...text.matchAll(pattern)].map(([, proxy = '', id = '', server = '', admin]) => ({
    key: `${proxy}/${server}`,
    proxy,
    id,
    admin: Number(admin),
  }))
}

export const offlineIn = (states: string): Offline[] => stateRows(states)

export const administrativeIn = (states: string): Map<string, number> =>
  new Map(offlineIn(states).map((r) => [r.key, r.admin]))

type Taken = Pick<HaproxyAnswer, 'administrative' | 'entries'>

/** How these servers were taken offline, and what persistence still ties to the drained ones. */
export async function takenOffline(socket: string, rows: readonly Offline[], turn = 0): Promise<Taken> {
  const administrative = Object.fromEntries(rows.map((r) => [r.key, r.admin]))
  const drained = rows.filter((r) => r.admin & 8)
  if (drained.length === 0) return { administrative, entries: {} }
  const tables = new Set(
    [...(await ask(socket, '@1 show table')).matchAll(/^# table: (\S+),/gm)].map((m) => m[1]),
  )
  const counted = drained.filter((r) => tables.has(r.proxy))
  const from = counted.length > COUNTED ? (turn * COUNTED) % counted.length : 0
  const now = counted.slice(from, from + COUNTED)
  const answers = await askEach(
    socket,
    now.map((r) => `show table ${r.proxy} data.server_id eq ${r.id}`),
  )
  const each = answers.split(/^(?=# table: )/m).filter((a) => a.startsWith('# table: '))
  const entries = now.map((r, i) => [r.key, each[i]?.match(/^0x/gm)?.length ?? 0] as const)
  // A table that went away in between leaves fewer answers, of which nobody knows whose they are.
  return { administrative, entries: each.length === now.length ? Object.fromEntries(entries) : {} }
}

/** The same answer as a whole look's, for these proxies only: some milliseconds instead of hundreds. */
export async function askSome(socket: string, proxies: readonly string[]): Promise<HaproxyAnswer> {
  if (proxies.length > MANY_PROXIES) return askWhole(socket)
  const questions = proxies.map((p) => `show stat ${p} -1 -1`)
  const [processes, text] = await Promise.all([
    askProcesses(socket),
    askEach(socket, ['show info', ...questions, ...proxies.map((p) => `show servers state ${p}`)]),
  ])
  const old = await Promise.all(
    processes.workers
      .filter((w) => w.old)
      .map((w) => askEach(socket, questions, `@!${w.pid}`).catch(() => '')),
  )
  const states = text.slice(text.search(/^1\n# be_id/m))
  const [info = '', ...stat] = tablesIn(text.slice(0, -states.length))
  const asked: Asked = {
    ...processes,
    info: parseInfo(info),
    stat: stat.flatMap((text) => parseStat(text)),
    oldConnections: openConnections(old.flatMap(tablesIn).map((table) => Buffer.from(table))),
  }
  return { ...asked, ...(await takenOffline(socket, offlineIn(states))) }
}

async function askWhole(socket: string): Promise<HaproxyAnswer> {
  const [asked, states] = await Promise.all([askAll(socket), ask(socket, '@1 show servers state')])
  return { ...asked, ...(await takenOffline(socket, offlineIn(states))) }
}

/** Each answer to `show stat` begins with its own header. */
const tablesIn = (text: string): string[] => text.split(/^(?=# pxname)/m)
