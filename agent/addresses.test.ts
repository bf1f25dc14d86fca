// Addresses: brought up, taken away with their connections, and never one that was there before. Needs root.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Places } from './places.ts'
import { bundle } from './testing/bundle.ts'
import { commitAll, endOf } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { agentIn, downIn, ended, kill, makeNamespace, type Namespace } from './testing/namespace.ts'
import { soon } from './testing/traffic.ts'

const OWN = '10.97.0.50'
const service = (label: string, address: string) => ({
  label,
  address,
  ports: '8080',
  data: { protocol: 'tcp', check: 'none' },
  servers: [{ label: 'web1', address: '10.97.0.1', port: 8000 }],
})

let places: Places
let namespace: Namespace
let agent: ChildProcess
let server: ChildProcess

before(async () => {
  places = await makeHome('own namespace')
  namespace = makeNamespace(`fulcrum-addresses-${process.pid}`, '10.97.0.1/24')
  namespace.run('ip', 'addr', 'add', `${OWN}/32`, 'dev', 'lan')
  namespace.run('ip', 'addr', 'add', 'fd97::1/64', 'dev', 'lan', 'nodad')
  server = namespace.start(['/usr/bin/socat', 'TCP-LISTEN:8000,fork,reuseaddr', 'PIPE'])
  const file = join(places.state, 'agent-test.mjs')
  await bundle('testing/agent-process.ts', file)
  agent = await agentIn(namespace, places, file)
})

after(async () => {
  await kill(agent)
  await kill(server)
  await downIn(namespace, places)
  await endHome(places)
  namespace.remove()
})

const hostAddresses = () =>
  [...namespace.run('ip', '-o', 'addr', 'show', 'lan').matchAll(/ (\S+)\/(?:32|128) /g)]
    .map((m) => m[1])
    .sort()

const commit = async (...services: ReturnType<typeof service>[]) => {
  const end = endOf(await commitAll(places.socket, [layer7(...services)]))
  assert.ok(end.type === 'applied', JSON.stringify(end))
  return end.readBack.join(' ')
}

test('addresses of both families come up, one that was there is left alone', async () => {
  const told = await commit(service('A', '10.97.0.100'), service('B', 'fd97::100'), service('C', OWN))
  assert.deepEqual(hostAddresses(), ['10.97.0.100', OWN, 'fd97::100'].sort())
  assert.match(told, /10\.97\.0\.100 is up on lan/)
})

test('an address that goes takes its connections with it, at once', async () => {
  const client = namespace.start(['/usr/bin/socat', '-', 'TCP:10.97.0.100:8080'])
  let heard = ''
  client.stdout?.on('data', (data) => {
    heard += data
  })
  client.stdin?.write('hello\n')
  await soon('the connection carries', () => heard === 'hello\n')
  const told = await commit(service('B', 'fd97::100'), service('C', OWN))
  // Both ends of it lie on this machine.
  assert.match(told, /10\.97\.0\.100 was taken off lan; 2 open connections were closed/)
  await soon('the client is told', () => client.exitCode !== null || client.signalCode !== null, 1000)
  await ended(client)
  assert.deepEqual(hostAddresses(), [OWN, 'fd97::100'].sort())
})

test('the last service goes: everything of ours is gone, what was there is not', async () => {
  await commit()
  assert.deepEqual(hostAddresses(), [OWN])
})
