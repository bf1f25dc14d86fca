// Negotiating checks and TLS to the servers, really: what the server is asked, and what makes it red. Needs root.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTls } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Places } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { commitAll, endOf, notWatching, watching } from './testing/client.ts'
import { layer7 } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { fetchOnce, soon } from './testing/traffic.ts'

const PATH =
  '/api/health/application-server/status?disk-threshold-mb=1&Authorization=JjtxY8ztIIZhAOKtGHs2swxw7Q3eyVXH'
const HOST = '127.63.1.1'

/** What every server was asked for, by its port. */
const asked = new Map<number, Set<string>>()
const servers: Server[] = []

async function listening(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve))
  return (server.address() as AddressInfo).port
}

async function web(status: number, body: string): Promise<number> {
  const targets = new Set<string>()
  const port = await listening(
    createServer((request, response) => {
      const { method, url, headers } = request
      targets.add(method === 'GET' && url === PATH ? `GET ${url}` : `${method} ${url} for ${headers.host}`)
      response.writeHead(status).end(body)
    }),
  )
  asked.set(port, targets)
  return port
}

let places: Places
let agent: Agent
let watch = notWatching
let good: number
let head: number

before(async () => {
  places = await makeHome('shared')
  const secret = (name: string) => readFileSync(join(places.secrets, name))
  const tls = { key: secret('console-key'), cert: secret('console-certificate') }
  const secure = await listening(createTls(tls, (_, response) => response.end('over TLS')))
  good = await web(200, 'it is OK here')
  head = await web(200, '')
  const [failing, wrong] = [await web(503, 'OK'), await web(200, 'FAILED')]
  const service = (label: string, port: string, data: object, ports: Record<string, number>, more = {}) => ({
    label,
    address: '127.63.0.1',
    ports: port,
    data: { protocol: 'tcp', check: 'http-get', request: PATH, ...data },
    servers: Object.entries(ports).map(([name, p]) => ({ label: name, address: HOST, port: p, ...more })),
  })
  agent = await startAgent({ places, every: 300 })
  const document = layer7(
    service('Status', '8081', {}, { good, failing, wrong }),
    service('Body', '8082', { response: 'OK' }, { good, wrong }),
    service(
      'Head',
      '8084',
      { check: 'http-head', request: '/up', hostHeader: 'app.example:81' },
      { asked: head, failing },
    ),
    service('Secure', '8083', { response: 'TLS' }, { secure }, { reencrypt: true }),
  )
  assert.equal(endOf(await commitAll(places.socket, [document])).type, 'applied')
  watch = await watching(places.socket)
})

after(async () => {
  watch.end()
  await agent.stop()
  await endHome(places)
  for (const server of servers) server.close()
})

const row = (key: string) => watch.now().rows.find((r) => r.key === `layer7/${key}`)
const becomes = (key: string, state: string) =>
  soon(`${key} is ${state}`, () => row(key)?.state === state, 11_000)

test('HC-10 HC-15 HC-16: in TCP Mode the check speaks HTTP, and without an expected text the status decides', async () => {
  await becomes('Status/failing', 'down')
  assert.match(row('Status/failing')?.reason ?? '', /HTTP 503/)
  await becomes('Status/good', 'up')
  await becomes('Status/wrong', 'up')
})

test('HC-12 HC-13: the request arrives byte for byte', () => {
  assert.deepEqual([...(asked.get(good) ?? [])], [`GET ${PATH}`])
})

test('HC-14: the expected text is looked for in the body, not in "200 OK"', async () => {
  await becomes('Body/wrong', 'down')
  await becomes('Body/good', 'up')
})

test('HC-11: Negotiate HTTP (HEAD) asks for the status only, at the Host that is given', async () => {
  await becomes('Head/asked', 'up')
  assert.deepEqual([...(asked.get(head) ?? [])], ['HEAD /up for app.example:81'])
  await becomes('Head/failing', 'down')
  assert.match(row('Head/failing')?.reason ?? '', /HTTP 503/)
})

test('R7-05: Re-Encrypt to Backend speaks TLS to the server, in traffic and in checks', async () => {
  await becomes('Secure/secure', 'up')
  assert.deepEqual(await fetchOnce('http://127.63.0.1:8083/'), { ok: true, text: 'over TLS' })
})

test('HC-20 SO-09: requests reach only servers that passed', async () => {
  for (let i = 0; i < 10; i += 1)
    assert.deepEqual(await fetchOnce('http://127.63.0.1:8082/'), { ok: true, text: 'it is OK here' })
})
