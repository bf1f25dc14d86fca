// No server left: the fallback answers through the services, with the page that was saved, and no client stays on it. Needs root.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { Agent as Connections, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { placeOf } from '../lib/areas/fallback/page.ts'
import type { Document } from '../lib/model/document.ts'
import { type Places, webPrefix } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { ask, commitAll, endOf, notWatching, watching } from './testing/client.ts'
import { layer7, listener } from './testing/documents.ts'
import { endHome, makeHome } from './testing/home.ts'
import { type Counted, fetchOnce, soon, webServer } from './testing/traffic.ts'

const VIP = '127.64.0.1'
const [FIRST, SECOND] = ['127.64.1.1', '127.64.1.2']
const PAGE = '<html><body>Zurück gleich, $name; "{}" @secret:console-key@\r\n</body></html>'
const OTHER_PAGE = `${PAGE}\n<!-- ${'x'.repeat(400_000)} -->`
const RED = 12_000

const fallback = (html: string): Document => {
  const document = listener('fallback', '127.64.0.9', 9081)
  const page = { id: 'page', kind: 'page', parent: 'fallback', label: 'page', position: 0, data: { html } }
  return { ...document, items: [...document.items, page] }
}

const servers = [
  { label: 'web1', address: FIRST, port: 8000 },
  { label: 'web2', address: SECOND, port: 8000 },
]
const service = (label: string, port: string, data: object, used = servers) => ({
  label,
  address: VIP,
  ports: port,
  data: { ...data },
  servers: used,
})
const to = (address: string, port: number) => ({ fallbackAddress: address, fallbackPort: port })

let places: Places
let agent: Agent
let watch = notWatching
let webs: Counted[] = []
/** Fails its check and serves all the same. */
let busy: Counted

const row = (key: string) => watch.now().rows.find((r) => r.key === `layer7/${key}`)
const get = (port: number) => fetchOnce(`http://${VIP}:${port}/`).then((answer) => answer.text)
const gets = (port: number, wanted: string, limit = RED) =>
  soon(`${port} answers ${wanted.slice(0, 20)}`, async () => (await get(port)) === wanted, limit)

/** A client that keeps its connection to the service. */
const kept = new Connections({ keepAlive: true, maxSockets: 1 })
const getKept = () =>
  new Promise<string>((resolve, reject) => {
    const asked = request({ agent: kept, host: VIP, port: 8080 }, (r) => text(r).then(resolve, reject))
    asked.on('error', reject).end()
  })

before(async () => {
  places = await makeHome('shared')
  webs = [await webServer(FIRST, 8000, 'web1'), await webServer(SECOND, 8000, 'web2')]
  busy = await webServer(FIRST, 8001, 'slow but there')
  agent = await startAgent({ places, every: 300 })
  const document = layer7(
    service('Web', '8080', { persistence: 'source' }),
    service('Raw', '8081', { protocol: 'tcp', persistence: 'source', clearOnDrain: true }),
    service('Pair', '8082', to(FIRST, 8001), [{ label: 'primary', address: SECOND, port: 8000 }]),
    service('Overload', '8083', { checkPort: 1, ...to(FIRST, 8001) }, [
      { label: 'only', address: FIRST, port: 8001 },
    ]),
    service('Chain', '8084', to(VIP, 8085), servers.slice(0, 1)),
    service('Behind', '8085', {}, [{ label: 'last', address: FIRST, port: 8001 }]),
    service('Off', '8086', { fallbackOff: true }, servers.slice(0, 1)),
    service('Short', '8087', {
      protocol: 'tcp',
      timeouts: true,
      clientTimeout: '1s',
      serverTimeout: '1s',
    }),
  )
  const end = endOf(await commitAll(places.socket, [fallback(PAGE), document]))
  assert.equal(end.type, 'applied', JSON.stringify(end))
  watch = await watching(places.socket)
})

after(async () => {
  kept.destroy()
  watch.end()
  await agent.stop()
  await endHome(places)
  for (const server of [...webs, busy]) await server.close()
})

test('FB-12: the page is served byte for byte; what looks like a secret in it is text', async () => {
  assert.equal((await fetchOnce('http://127.0.0.1:9081/some/path')).text, PAGE)
  assert.deepEqual(watch.now().differences, [])
})

test('a time-out of its own ends a silent connection in TCP Mode', async () => {
  const closed = new Promise((resolve) => connect(8087, VIP).on('close', resolve).resume())
  const start = Date.now()
  await closed
  assert.ok(Date.now() - start < 4000)
})

test('FB-01 FB-09 FB-10: with no server left the fallback answers, in HTTP Mode and in TCP Mode', async () => {
  assert.match(await getKept(), /^web[12]$/)
  for (const web of webs) await web.close()
  await Promise.all([
    gets(8080, PAGE),
    gets(8081, PAGE),
    gets(8082, 'slow but there'),
    gets(8083, 'slow but there'),
    gets(8084, 'slow but there'),
  ])
  assert.equal(await getKept(), PAGE, 'a client that keeps its connection gets it too')
  assert.match((await fetchOnce(`http://${VIP}:8086/`)).text, /503 Service Unavailable/)
  await soon('the row says so', () => /; the fallback answers$/.test(row('Web')?.reason ?? ''))
  assert.equal(row('Web')?.state, 'down')
  assert.doesNotMatch(row('Off')?.reason ?? '', /fallback/)
})

test('another page is served at once, also through the services, and read back', async () => {
  const end = endOf(await commitAll(places.socket, [fallback(OTHER_PAGE)]))
  assert.equal(end.type, 'applied', JSON.stringify(end))
  assert.equal(await get(8080), OTHER_PAGE)
  const file = join(webPrefix(places, 'fallback'), placeOf(OTHER_PAGE))
  assert.equal(readFileSync(file, 'utf8'), OTHER_PAGE)
  writeFileSync(file, 'defaced')
  const differs = () => watch.now().differences.some((d) => /not served as it was saved/.test(d.message))
  await soon('a foreign hand is seen', differs)
  await agent.stop()
  agent = await startAgent({ places, every: 300 })
  watch.end()
  watch = await watching(places.socket)
  assert.equal(await get(8081), OTHER_PAGE, 'the next start puts it right')
  await soon('nothing differs', () => !differs())
})

test('FB-03: one server returns and every client goes back, tied ones too (non-stick)', async () => {
  webs = [await webServer(SECOND, 8000, 'web2')]
  await Promise.all([gets(8080, 'web2'), gets(8081, 'web2'), gets(8082, 'web2')])
  assert.equal(await getKept(), 'web2')
  for (let i = 0; i < 5; i += 1) for (const port of [8080, 8081, 8082]) assert.equal(await get(port), 'web2')
  await soon('the row says it no more', () => !/fallback/.test(row('Web')?.reason ?? 'fallback'))
})

/** Takes every server of these services offline, and nothing else. */
async function setAll(state: 'drained' | 'halted', labels: readonly string[]): Promise<void> {
  const ids = labels.flatMap((l) => (l === 'Pair' ? ['Pair.primary'] : [`${l}.web1`, `${l}.web2`]))
  const items = ids.map((id, position) => ({
    id: `state-${id}`,
    kind: 'server-state',
    parent: 'server-state',
    label: id,
    position,
    data: { state, since: Date.now(), by: 'anna' },
  }))
  const document = { area: 'server-state', version: 1, items }
  const { answer } = await ask(places.socket, 'set-server-states', { document, author: 'anna' })
  assert.deepEqual(
    answer.servers.filter((s: { failure: string }) => s.failure !== ''),
    [],
  )
}

test('S-15.2 FB-02: every server drained, then halted: the fallback answers; online again: the service', async () => {
  await setAll('drained', ['Web', 'Raw', 'Pair'])
  await gets(8082, 'slow but there', 1000)
  assert.equal(await get(8080), 'web2', 'a client that is tied to it still comes')
  assert.equal(await get(8081), OTHER_PAGE, 'unless the stick table is cleared on drain')
  await soon('the row says so', () => /; the fallback answers$/.test(row('Pair')?.reason ?? ''))
  assert.equal(row('Pair')?.state, 'offline')
  await setAll('halted', ['Web', 'Raw', 'Pair'])
  await Promise.all([gets(8080, OTHER_PAGE, 1000), gets(8082, 'slow but there', 1000)])
  await setAll('halted', [])
  await Promise.all([8080, 8081, 8082].map((port) => gets(port, 'web2', 1000)))
})
