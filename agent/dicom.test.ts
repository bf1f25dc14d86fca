// DICOM printers, really: C-ECHO decides (HC-17, HC-20), with and without an agent. Needs root.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Places } from './places.ts'
import { bundle } from './testing/bundle.ts'
import { commitAll, endOf, notWatching, watching } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { agentIn, downIn, ended, kill, makeNamespace, type Namespace } from './testing/namespace.ts'
import { soon } from './testing/traffic.ts'
import { ask, parseStat } from './verbs/master-socket.ts'

const VIP = '10.98.0.190'
const document = layer7({
  label: 'DICOM-Print',
  address: VIP,
  ports: '11112',
  data: { protocol: 'tcp', check: 'script', checkScript: 'DICOM-C-ECHO' },
  servers: [
    { label: 'Printer-1', address: '10.98.0.1', port: 11113 },
    { label: 'Printer-2', address: '10.98.0.1', port: 11114 },
    { label: 'No-DICOM', address: '10.98.0.1', port: 11115 },
  ],
})

let places: Places
let namespace: Namespace
let agent: ChildProcess
let printers: ChildProcess[]
let watch = notWatching

function storescp(port: string): ChildProcess {
  const folder = join(places.state, `printer-${port}`)
  mkdirSync(folder)
  return namespace.start(['/usr/bin/storescp', '-q', '-od', folder, port])
}

before(async () => {
  places = await makeHome('own namespace')
  namespace = makeNamespace(`fulcrum-dicom-${process.pid}`, '10.98.0.1/24')
  printers = ['11113', '11114'].map(storescp)
  printers.push(namespace.start(['/usr/bin/socat', 'TCP-LISTEN:11115,fork,reuseaddr', 'PIPE']))
  const file = join(places.state, 'agent-test.mjs')
  await bundle('testing/agent-process.ts', file)
  agent = await agentIn(namespace, places, file)
  assert.equal(endOf(await commitAll(places.socket, [document])).type, 'applied')
  watch = await watching(places.socket)
})

after(async () => {
  watch.end()
  await kill(agent)
  await Promise.all(printers.map(kill))
  await downIn(namespace, places)
  await endHome(places)
  namespace.remove()
})

const row = (server: string) => watch.now().rows.find((r) => r.key === `layer7/DICOM-Print/${server}`)
const echo = () => namespace.run('/usr/bin/echoscu', '-to', '3', '-aec', 'ANY', VIP, '11112')

test('HC-17: printers that answer a C-ECHO are up, an open port without DICOM is down and says why', async () => {
  await soon('printers up', () => ['Printer-1', 'Printer-2'].every((p) => row(p)?.state === 'up'), 10_000)
  await soon('the other down', () => row('No-DICOM')?.state === 'down', 10_000)
  assert.match(row('No-DICOM')?.reason ?? '', /no DICOM echo on port 11115/)
  echo()
})

test('HC-20: agent killed and a printer stopped: out of rotation within the check time, prints go on', async () => {
  await kill(agent)
  const [first] = printers
  if (first) await kill(first)
  const statusOf = async (server: string) =>
    parseStat(await ask(places.master, '@1 show stat')).find((l) => l.svname === server)?.status ?? ''
  const took = await soon('it is out', async () => (await statusOf('Printer-1')).startsWith('DOWN'), 11_000)
  assert.ok(took < 11_000)
  for (let i = 0; i < 3; i++) echo()
  await ended(agent)
})
