// HAProxy started by hand on another file with the same names: the agent says so within 5 seconds. Needs root.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Places } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { commitAll, endOf, notWatching, watching } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { ended } from './testing/namespace.ts'
import { soon } from './testing/traffic.ts'
import { askProcesses } from './verbs/master-socket.ts'
import { processOf } from './verbs/processes.ts'

const document = layer7({
  label: 'Web',
  address: '127.63.0.1',
  ports: '8080',
  servers: [{ label: 'web1', address: '127.63.1.1', port: 8000 }],
})

let places: Places
let agent: Agent
let watch = notWatching
let foreign: ChildProcess | null = null

before(async () => {
  places = await makeHome('shared')
  agent = await startAgent({ places })
  assert.equal(endOf(await commitAll(places.socket, [document])).type, 'applied')
  watch = await watching(places.socket)
})

after(async () => {
  await endForeign()
  watch.end()
  await agent.stop()
  await endHome(places)
})

/** The same services and names, other servers. */
function startForeign(): void {
  const ours = readFileSync(join(places.current, 'haproxy/haproxy.cfg'), 'utf8')
  const file = join(places.state, 'other.cfg')
  writeFileSync(file, ours.replace('127.63.1.1', '127.63.1.9'))
  foreign = spawn('/usr/sbin/haproxy', ['-db', '-f', file], { cwd: places.state, stdio: 'ignore' })
}

async function endForeign(): Promise<void> {
  foreign?.kill('SIGKILL')
  if (foreign) await ended(foreign)
  foreign = null
}

const differs = () => watch.now().differences.some((d) => d.area === 'layer7')

test('beside ours: differs within 5 seconds, and no longer once it is gone', async () => {
  assert.deepEqual(watch.now().differences, [])
  startForeign()
  await soon('it differs', differs, 5000)
  await endForeign()
  await soon('it does not differ', () => !differs(), 5000)
})

test('in place of ours: differs within 5 seconds, the unit says who is in its way, and it runs again after', async () => {
  const { master } = await askProcesses(places.master)
  process.kill(master.pid, 'SIGKILL')
  await soon('ours is gone', () => processOf(master.pid) === null)
  startForeign()
  await soon('it differs', differs, 5000)
  const haproxy = () => watch.now().units.find((u) => u.unit === 'haproxy')
  await soon('the unit says why', () => /held by haproxy/.test(haproxy()?.reason ?? ''), 5000)
  await endForeign()
  await soon('ours runs again', () => haproxy()?.state === 'running' && !differs(), 10_000)
})
