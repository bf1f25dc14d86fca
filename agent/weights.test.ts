// A commit of weights alone: the running HAProxy takes them at once, and keeps them over what follows. Needs root.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Places } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { commitAll, endOf, operate } from './testing/client.ts'
import { layer7, listener } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { ask, askProcesses } from './verbs/master-socket.ts'

let places: Places
let agent: Agent

const documents = (weight: number, protocol = 'tcp') => [
  layer7({
    label: 'Web',
    address: '127.66.0.1',
    ports: '8080',
    data: { protocol, check: 'none' },
    servers: [
      { label: 'one', address: '127.66.1.1', port: 8000, weight },
      { label: 'two', address: '127.66.1.2', port: 8000, weight: 100 },
    ],
  }),
  listener('front', '127.66.0.9', 9443),
  listener('fallback', '127.66.0.9', 9081),
]

async function commit(weight: number, protocol?: string): Promise<string[]> {
  const messages = await commitAll(places.socket, documents(weight, protocol))
  const end = endOf(messages)
  assert.equal(end.type, 'applied', JSON.stringify(end))
  return messages.flatMap((m) => (m.type === 'plan' ? m.steps.map((s) => s.do) : []))
}

const runs = async (): Promise<string | undefined> =>
  /^\d+ Web \d+ one \S+ \d+ \d+ (\d+) /m.exec(await ask(places.master, '@1 show servers state'))?.[1]

const worker = async () => (await askProcesses(places.master)).workers.find((w) => !w.old)?.pid

before(async () => {
  places = await makeHome('shared')
  agent = await startAgent({ places, every: 300 })
  await commit(100)
})

after(async () => {
  await agent.stop()
  await endHome(places)
})

test('the running process takes it: nothing reloads', async () => {
  const before = await worker()
  const steps = await commit(7)
  assert.ok(steps.includes('set-weights') && !steps.includes('reload'), steps.join())
  assert.equal(await runs(), '7')
  assert.equal(await worker(), before)
})

test('0 takes no new client, and 256 is the most', async () => {
  for (const weight of [0, 256]) {
    await commit(weight)
    assert.equal(await runs(), String(weight))
  }
})

test('a reload keeps it, also where the weight is the one the process began with', async () => {
  await commit(7)
  assert.equal(endOf(await operate(places.socket, 'reload')).type, 'applied')
  assert.equal(await runs(), '7')
  await commit(100)
  await commit(7)
  assert.ok((await commit(100, 'http')).includes('reload'))
  assert.equal(await runs(), '100')
})

test('an agent that starts sets what the process has otherwise', async () => {
  await ask(places.master, '@1 set server Web/one weight 33')
  assert.equal(await runs(), '33')
  await agent.stop()
  agent = await startAgent({ places, every: 300 })
  assert.equal(await runs(), '100')
})
