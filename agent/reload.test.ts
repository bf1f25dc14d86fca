// No request is lost while configurations are committed one after the other. Needs root. The long form is `npm run bench:reload`.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Places } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { afterChanges, WALK } from './testing/changes.ts'
import { commitAll, endOf } from './testing/client.ts'
import { countingServer, fiveClients } from './testing/clients.ts'
import { endHome, makeHome } from './testing/home.ts'

const VIP = '127.63.0.1'
const PORTS = { http: 8080, tcp: 8090 }

let places: Places
let agent: Agent
let servers: (() => void)[]

before(async () => {
  places = await makeHome('shared')
  servers = await Promise.all([1, 2, 3].map((n) => countingServer(`127.63.1.${n}`, 8000, 8001)))
  agent = await startAgent({ places, every: 300, patience: 4000 })
})

after(async () => {
  await agent.stop()
  for (const end of servers) end()
  await endHome(places)
})

test(`${WALK.join(', ')}, three times over: none of five kinds of clients loses anything`, async () => {
  const commit = async (n: number) => {
    const end = endOf(await commitAll(places.socket, [afterChanges(VIP, PORTS, n)]))
    assert.equal(end.type, 'applied', JSON.stringify(end))
  }
  await commit(0)
  const clients = fiveClients(VIP, PORTS.http, PORTS.tcp)
  for (let n = 1; n <= 3 * WALK.length; n++) await commit(n)
  await clients.end()
  for (const { kind, done, failures } of clients.all) {
    assert.deepEqual(failures, [], kind)
    assert.ok(done > 0, `${kind}: nothing was tried`)
  }
})
