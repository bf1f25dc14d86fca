// npm run bench:layer4: an edit of one of 1,000 Layer 4 services, until it is in force, beside plan, keepalived's test and a reload of the same file. Needs root and a kernel with IPVS.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planCommit } from '../../../lib/areas/plan.ts'
import type { Documents } from '../../../lib/model/document.ts'
import { unitFolder } from '../../places.ts'
import { missingForLayer4 } from '../../verbs/ipvs.ts'
import { pause, until } from '../../verbs/run.ts'
import { bundle } from '../bundle.ts'
import { applied, commitAll, endOf } from '../client.ts'
import { layer4 } from '../documents.ts'
import { endHome, makeHome } from '../home.ts'
import { downIn, kill } from '../namespace.ts'
import { makeNetwork, removeNetwork } from './network.ts'

const SERVICES = 1000
const RUNS = 3
const LIMIT = 1.5
const EDITED = `TCP  0A6300C8:${(2500).toString(16).toUpperCase().padStart(4, '0')}`

const missing = await missingForLayer4()
if (missing) throw new Error(`This has to run in a machine that has IPVS: ${missing}.`)

const network = makeNetwork({ lb: [{ bridge: 'l4br0', addresses: ['10.99.0.1/24'] }] })
const places = await makeHome('own namespace')
const file = join(places.state, 'agent-under-test.mjs')
await bundle('main.ts', file)
const agent = network.lb.start([process.execPath, file], {
  FULCRUM_STATE: places.state,
  FULCRUM_RUN: places.run,
})
await until(
  () =>
    applied(places.socket).then(
      () => true,
      () => null,
    ),
  60_000,
  500,
)

const service = (i: number, weight: number) => ({
  label: `service-${i}`,
  address: '10.99.0.200',
  ports: String(2000 + i),
  data: { forwarding: 'nat', check: 'on', persistent: false },
  servers: [1, 2].map((n) => ({
    label: `s${n}`,
    address: `10.99.${1 + (i % 200)}.${n}`,
    port: 80,
    weight: i === 500 && n === 1 ? weight : 100,
  })),
})
const document = (weight: number) => layer4(...Array.from({ length: SERVICES }, (_, i) => service(i, weight)))

const table = (): string => network.lb.run('cat', '/proc/net/ip_vs')

/** Waits until the edited server has the weight. */
async function inForce(weight: number): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(20)) {
    const text = table()
    const lines = text.slice(text.indexOf(EDITED)).split('\n')
    if (lines.slice(1, 3).some((l) => new RegExp(`Masq +${weight} `).test(l))) return
  }
  throw new Error(`weight ${weight} is not in force`)
}

async function timed(doing: () => unknown): Promise<number> {
  const begun = performance.now()
  await doing()
  return Math.round(performance.now() - begun)
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0

async function edit(weight: number): Promise<void> {
  const committing = commitAll(places.socket, [document(weight)])
  await inForce(weight)
  const end = endOf(await committing)
  if (end.type !== 'applied') throw new Error(JSON.stringify(end))
}

/** keepalived alone: the same file with another weight. */
async function bareReload(weight: number): Promise<void> {
  const conf = join(unitFolder(places, 'layer4'), 'keepalived.conf')
  const text = readFileSync(conf, 'utf8')
  writeFileSync(
    conf,
    text.replace(/(server-500|service-500)[\s\S]*?weight \d+/, (m) => m.replace(/\d+$/, String(weight))),
  )
  process.kill(Number(readFileSync(join(places.run, 'layer4.pid'), 'utf8').split(' ')[0]), 'SIGHUP')
  await inForce(weight)
}

try {
  const first = endOf(await commitAll(places.socket, [document(100)]))
  if (first.type !== 'applied') throw new Error(JSON.stringify(first))
  const { documents, files } = await applied(places.socket)
  const byArea = Object.fromEntries(documents.map((d) => [d.area, d])) as unknown as Documents
  const facts = { at: 0, hostname: 'bench', interfaces: [], busy: [], scripts: [] }
  const scratch = join(places.state, 'bench.conf')
  const times: Record<'edit' | 'plan' | 'check' | 'reload', number[]> = {
    edit: [],
    plan: [],
    check: [],
    reload: [],
  }
  for (let n = 1; n <= RUNS; n++) {
    times.edit.push(await timed(() => edit(100 + n)))
    times.plan.push(await timed(() => planCommit(files, { ...byArea, layer4: document(100 + n) }, facts)))
    const conf = readFileSync(join(unitFolder(places, 'layer4'), 'keepalived.conf'), 'utf8')
    writeFileSync(scratch, conf.replace(/^ {2}lvs_notify_fifo .*\n/m, ''))
    times.check.push(await timed(() => execFileSync('keepalived', ['-t', '-f', scratch])))
    times.reload.push(await timed(() => bareReload(50 + n)))
    console.log(JSON.stringify(times))
  }
  const floor = median(times.plan) + median(times.check) + median(times.reload)
  const ratio = median(times.edit) / floor
  for (const [name, all] of Object.entries(times))
    console.log(`${name.padEnd(8)} ${median(all)} ms  (${all.join(', ')})`)
  console.log(`an edit is in force after ${ratio.toFixed(2)} times plan, test and reload (limit ${LIMIT})`)
  process.exitCode = ratio < LIMIT ? 0 : 1
} finally {
  await kill(agent)
  await downIn(network.lb, places)
  await endHome(places)
  removeNetwork([network.lb], ['l4br0'])
}
