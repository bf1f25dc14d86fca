// Changes of state on a real HAProxy: recorded without a console, across a killed agent, told by e-mail and webhook. Needs root.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Render, renderAll } from '../lib/areas/plan.ts'
import type { Document } from '../lib/model/document.ts'
import type { Output } from '../lib/protocol/messages.ts'
import type { Places } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { ask, commitAll, endOf, notWatching, operate, watching } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { type MailSink, mailSink, type WebSink, webSink } from './testing/sinks.ts'
import { type Counted, soon, webServer } from './testing/traffic.ts'

const HOST = '127.64.1.1'
let places: Places
let agent: Agent
let watch = notWatching
let mail: MailSink
let hook: WebSink
const webs = new Map<number, Counted>()

/** As in the product, but for checks that follow each other faster. */
const render: Render = (documents, facts) =>
  renderAll(documents, facts).map((file) => ({
    ...file,
    content: file.content.replace('inter 4s', 'inter 300ms'),
  }))
const start = () =>
  startAgent({ places, render, every: 200, pace: { together: 700, backOff: [100, 100, 100] } })
async function up(port: number): Promise<void> {
  webs.set(port, await webServer(HOST, port, String(port)))
}
async function down(port: number): Promise<void> {
  await webs.get(port)?.close()
  webs.delete(port)
}

const server = (label: string, port: number, data: object = {}) => ({ label, address: HOST, port, ...data })
const services = (...pair: ReturnType<typeof server>[]) =>
  layer7(
    { label: 'Web', address: '127.64.0.1', ports: '8081', servers: [server('web1', 8001)] },
    { label: 'Pair', address: '127.64.0.1', ports: '8082', servers: pair },
  )
const told = (data: Record<string, unknown>): Document => ({
  area: 'notifications',
  version: 1,
  items: [{ id: 'n', kind: 'notification-settings', parent: 'notifications', label: 'n', position: 0, data }],
})
const everything = () => ({
  relay: HOST,
  relayPort: mail.port,
  sender: 'lb1@example.com',
  recipients: 'night@example.com',
  webhook: `http://${HOST}:${hook.port}/hook`,
})

async function recorded(query: object = {}): Promise<string[]> {
  const { answer } = await ask(places.socket, 'state-changes', { limit: 1000, ...query })
  return (answer as Output<'state-changes'>).changes.map((c) => `${c.label} ${c.from}>${c.to}`)
}
const rowIs = (key: string, state: string) =>
  soon(
    `${key} is ${state}`,
    () => watch.now().rows.find((r) => r.key === `layer7/${key}`)?.state === state,
    5000,
  )
const commit = async (...documents: Document[]) =>
  assert.equal(endOf(await commitAll(places.socket, documents)).type, 'applied')

before(async () => {
  places = await makeHome('shared')
  mail = await mailSink(HOST)
  hook = await webSink(HOST)
  await Promise.all([8001, 8002].map(up))
  agent = await start()
  const pair = services(server('active', 8002), server('passive', 8003, { expectedDown: true }))
  await commit(pair, told(everything()))
  watch = await watching(places.socket)
  await rowIs('Web', 'up')
  await rowIs('Pair/passive', 'down')
})

after(async () => {
  watch.end()
  await agent.stop()
  await endHome(places)
  await mail.close()
  await hook.close()
  for (const port of [...webs.keys()]) await down(port)
})

test('SO-11: the passive one of a pair is red, and nothing else comes of it', async () => {
  const rows = watch.now().rows
  const passive = rows.find((r) => r.key === 'layer7/Pair/passive')
  assert.match(passive?.reason ?? '', /^expected down: connection refused/)
  assert.equal(rows.find((r) => r.key === 'layer7/Pair')?.state, 'up')
  assert.deepEqual(await recorded(), [])
})

test('a reload and a restart of HAProxy are no changes of state', async () => {
  assert.equal(endOf(await operate(places.socket, 'reload')).type, 'applied')
  assert.equal(endOf(await operate(places.socket, 'restart')).type, 'applied')
  await rowIs('Web', 'up')
  await rowIs('Pair', 'up')
  assert.deepEqual(await recorded(), [])
})

test('LO-02: a failure is recorded with time and reason, and told once by each way', async () => {
  hook.statuses.push(500)
  mail.refusals.push('451 4.7.1 try again')
  const begun = Date.now()
  await down(8001)
  await rowIs('Web', 'down')
  assert.deepEqual(await recorded(), ['Web up>down', 'web1 up>down'])
  const { answer } = await ask(places.socket, 'state-changes', { limit: 1, text: 'refused port 8001' })
  const [change] = (answer as Output<'state-changes'>).changes
  assert.ok(change && change.at >= begun - 1000 && change.at <= Date.now())
  assert.equal(change.reason, 'web1: connection refused on port 8001; the fallback answers')
  // The first try of each failed, as both were told to.
  await soon('both are told', () => mail.letters.length === 1 && hook.bodies.length === 1, 6000)
  assert.match(
    mail.letters[0] ?? '',
    /^Subject: \[.+\] Web is Down: web1: connection refused on port 8001; the\s+fallback answers/m,
  )
  assert.match(mail.letters[0] ?? '', /^To: night@example\.com\r?$/m)
  const { at, appliance, ...body } = hook.bodies[0] ?? {}
  assert.deepEqual(body, {
    service: 'Web',
    from: 'Up',
    to: 'Down',
    reason: 'web1: connection refused on port 8001; the fallback answers',
  })
  assert.equal(at, new Date(change.at).toISOString())
  assert.ok(appliance)
})

test('LO-02: what changes while the agent is away is recorded by the next one, and told', async () => {
  watch.end()
  await agent.stop()
  await up(8001)
  await down(8002)
  await new Promise((resolve) => setTimeout(resolve, 1500)) // HAProxy finds out meanwhile
  const before = Date.now()
  agent = await start()
  watch = await watching(places.socket)
  await soon('both are recorded', async () => (await recorded()).length === 6)
  assert.deepEqual((await recorded()).slice(0, 4).sort(), [
    'Pair up>down',
    'Web down>up',
    'active up>down',
    'web1 down>up',
  ])
  const { answer } = await ask(places.socket, 'state-changes', { limit: 1, key: 'layer7/Web/web1' })
  assert.ok(((answer as Output<'state-changes'>).changes[0]?.at ?? before) < before - 300)
  await soon('both are told in one letter', () => mail.letters.length === 2 && hook.bodies.length === 3, 6000)
  assert.match(mail.letters[1] ?? '', /Pair is Down, and 1 more change/)
  assert.match(mail.letters[1] ?? '', /Web: Up \(was Down\)/)
})

test('SO-11: when the pair fails over, the passive one turns green by itself', async () => {
  await up(8003)
  await rowIs('Pair/passive', 'up')
  await rowIs('Pair', 'some')
  assert.ok((await recorded()).includes('passive down>up'))
  await soon('the service is back, and told so', () => hook.bodies.length === 4, 6000)
  assert.deepEqual(hook.bodies.map((b) => `${b.service} ${b.to} ${b.server ?? ''}`).at(-1), 'Pair Some up ')
})

test('LC-13: a test names the step it fails at', async () => {
  const results = async () =>
    ((await ask(places.socket, 'notify-test')).answer as Output<'notify-test'>).map((r) => r.text)
  assert.deepEqual(await results(), [
    `${HOST} took it: 250 2.0.0 kept.`,
    `${HOST}:${hook.port} answered HTTP 204 No Content.`,
  ])
  assert.match(mail.letters.at(-1) ?? '', /Test of notifications/)
  mail.refusals.push('550 5.1.1 no such user')
  hook.statuses.push(404)
  assert.deepEqual(await results(), [
    `${HOST} answered RCPT TO with: 550 5.1.1 no such user.`,
    `${HOST}:${hook.port} answered HTTP 404 Not Found.`,
  ])
  await commit(told({ ...everything(), relay: 'nowhere.invalid', webhook: 'http://nowhere.invalid/' }))
  assert.deepEqual(await results(), [
    'The name nowhere.invalid is not known here.',
    'The name nowhere.invalid is not known here.',
  ])
  await commit(told({ ...everything(), relayPort: 8009, webhook: `http://${HOST}:8009/` }))
  assert.deepEqual(await results(), [
    `${HOST} refuses connections on port 8009.`,
    `${HOST}:8009 refuses connections.`,
  ])
})

test('what could not be told after every try is shown as given up', async () => {
  await up(8002)
  await rowIs('Pair', 'up')
  await down(8001)
  await rowIs('Web', 'down')
  const state = async () => (await ask(places.socket, 'notifications')).answer as Output<'notifications'>
  await soon('given up', async () => (await state()).failures.length === 2, 8000)
  const { failures, waiting } = await state()
  assert.deepEqual(failures.map((f) => f.channel).sort(), ['e-mail', 'webhook'])
  assert.equal(failures[0]?.text.includes('refuses connections'), true)
  assert.equal(waiting, 0)
})
