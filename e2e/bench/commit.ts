// npm run bench:commit: what a commit of one changed weight costs beside HAProxy's own share of it, with a thousand services of ten servers each.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Places } from '../../agent/places.ts'
import { bundle } from '../../agent/testing/bundle.ts'
import { applied, commitAll, endOf, operate } from '../../agent/testing/client.ts'
import { listener } from '../../agent/testing/documents.ts'
import { endHome, makeHome } from '../../agent/testing/home.ts'
import { downIn, ended, makeNamespace, type Namespace } from '../../agent/testing/namespace.ts'
import { ask, askProcesses } from '../../agent/verbs/master-socket.ts'
import { until } from '../../agent/verbs/run.ts'
import type { Document } from '../../lib/model/document.ts'
import { figure, finish, median, note } from './figures.ts'
import { answering, items } from './thousand.ts'

const RUNS = 5
/** A reload has 10,000 servers checked anew; until then nobody's figures say anything. Milliseconds. */
const SETTLED = 6000

const places = await makeHome('own namespace')
const machine = makeNamespace(`bc${process.pid}`, '10.99.0.1/24')
const file = join(places.state, 'agent-bench.mjs')
await bundle('main.ts', file)
const servers = machine.start(answering(places.state, 10))
const agent = machine.start([process.execPath, file], {
  FULCRUM_STATE: places.state,
  FULCRUM_RUN: places.run,
})
try {
  await until(() => commit(100).catch(() => null), 20_000, 500)
  await sleep(12_000)
  await measure(places, machine)
} finally {
  agent.kill('SIGTERM')
  servers.kill('SIGTERM')
  await Promise.all([agent, servers].map(ended))
  await downIn(machine, places)
  await endHome(places)
  machine.remove()
}
finish()

/** Milliseconds; only one server's weight differs from commit to commit. */
async function commit(weight: number): Promise<number> {
  const all = items().map((i) => (i.id === 'server-500-3' ? { ...i, data: { ...i.data, weight } } : i))
  const layer7: Document = { area: 'layer7', version: 1, items: all }
  const documents = [layer7, listener('front', '10.99.0.1', 9443), listener('fallback', '10.99.0.1', 9081)]
  const base = (await applied(places.socket)).generation
  const begun = Date.now()
  const end = endOf(await commitAll(places.socket, documents, base))
  if (end.type !== 'applied') throw new Error(JSON.stringify(end))
  return Date.now() - begun
}

/** Each round takes all of them in turn, so that whatever else this machine does falls on all alike. */
async function measure({ current, master, socket }: Places, { run }: Namespace): Promise<void> {
  const times: Record<'check' | 'reload' | 'operate' | 'commit', number[]> = {
    check: [],
    reload: [],
    operate: [],
    commit: [],
  }
  const cfg = join(current, 'haproxy/haproxy.cfg')
  for (let n = 0; n < RUNS; n++) {
    times.check.push(await timed(async () => run('/usr/sbin/haproxy', '-c', '-f', cfg)))
    times.reload.push(await timed(() => bareReload(master)))
    await sleep(SETTLED)
    times.operate.push(await timed(() => operate(socket, 'reload')))
    await sleep(SETTLED)
    times.commit.push(await commit(50 + n))
    await sleep(SETTLED)
  }
  const floor = median(times.check) + median(times.reload)
  note('haproxy -c (median)', median(times.check), 'ms')
  note('bare reload, until the new worker answers (median)', median(times.reload), 'ms')
  note('Reload HAProxy with nothing waiting (median)', median(times.operate), 'ms')
  note('commit of one changed weight, read back (median)', median(times.commit), 'ms')
  figure('commit of one changed weight / (haproxy -c + bare reload)', median(times.commit) / floor, 1.5, 'x')
}

async function timed(doing: () => Promise<unknown>): Promise<number> {
  const begun = Date.now()
  await doing()
  return Date.now() - begun
}

async function bareReload(master: string): Promise<void> {
  const before = await askProcesses(master)
  await ask(master, 'reload')
  await until(
    async () => {
      const now = await askProcesses(master).catch(() => null)
      if (!now || now.master.reloads <= before.master.reloads) return null
      return (await ask(master, '@1 show info').catch(() => '')).includes('Uptime') ? true : null
    },
    20_000,
    10,
  )
}
