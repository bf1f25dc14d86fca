// A check tried once: against servers that answer, answer wrongly, refuse and keep silent. Needs no root.
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server as Tcp } from 'node:net'
import { after, before, test } from 'node:test'
import { layer7 } from './testing/documents.ts'
import { tryCheck } from './try-check.ts'

const HOST = '127.64.1.1'
let web: Server
let silent: Tcp

const portOf = (server: Tcp): number => (server.address() as AddressInfo).port
const listening = (server: Tcp): Promise<void> => new Promise((resolve) => server.listen(0, HOST, resolve))

before(async () => {
  web = createServer((request, response) => {
    const bad = request.url === '/bad'
    response.writeHead(bad ? 503 : 200, { 'x-asked': `${request.method} ${request.headers.host}` })
    response.end(request.url === '/long' ? 'x'.repeat(5000) : `all is well at ${request.url}`)
  })
  silent = createTcp(() => {})
  await Promise.all([listening(web), listening(silent)])
})
after(() => {
  web.close()
  silent.close()
})

const tryIt = (port: number, data: object = {}) =>
  tryCheck({
    document: layer7({
      ...{ label: 'Web', address: '127.64.0.1', ports: '8080', data: { ...data } },
      servers: [{ label: 'one', address: HOST, port }],
    }),
    server: 'Web.one',
  })
const http = { check: 'http-get', request: '/ready' }

test('HC-01 connected, and refused, are told with the time they took', async () => {
  const good = await tryIt(portOf(web), { check: 'connect' })
  assert.deepEqual([good.ok, good.sentence], [true, `Connected to ${HOST}:${portOf(web)}.`])
  assert.ok(good.milliseconds < 1000)
  const bad = await tryIt(1, { check: 'connect' })
  assert.deepEqual([bad.ok, bad.sentence], [false, `${HOST}:1: the connection was refused.`])
})

test('HC-12 HC-16 an HTTP answer is shown: status, headers, the first 2 kB, the expected text', async () => {
  const came = await tryIt(portOf(web), { ...http, response: 'well at /ready' })
  assert.deepEqual(
    [came.ok, came.http?.status, came.http?.found, came.http?.cut],
    [true, 'HTTP/1.1 200 OK', true, false],
  )
  assert.ok(came.http?.headers.includes('x-asked: GET 127.64.0.1'))
  assert.equal(came.http?.body, 'all is well at /ready')
  const other = await tryIt(portOf(web), { ...http, response: 'something else' })
  assert.deepEqual([other.ok, other.http?.found], [false, false])
  const refused = await tryIt(portOf(web), { ...http, request: '/bad' })
  assert.match(refused.sentence, /answered HTTP 503; a status from 200 to 399 is needed/)
  const long = await tryIt(portOf(web), { ...http, request: '/long' })
  assert.deepEqual([long.http?.body.length, long.http?.cut], [2048, true])
})

test('who says nothing is given three seconds', async () => {
  const came = await tryIt(portOf(silent), http)
  assert.match(came.sentence, /no whole answer within 3 s/)
  assert.ok(came.milliseconds >= 2900 && came.milliseconds < 4000, String(came.milliseconds))
})

test('only one service with one of its own servers, and only what a commit would take', async () => {
  const one = { label: 'A', address: '127.64.0.1', ports: '80', servers: [] }
  const document = layer7(one, { ...one, label: 'B', servers: [{ label: 's', address: HOST }] })
  await assert.rejects(tryCheck({ document, server: 'B.s' }), /one service and one of its servers/)
  await assert.rejects(tryCheck({ document: layer7(one), server: 'A.s' }), /one of its servers/)
  await assert.rejects(tryCheck({ document: layer7({ ...one, ports: '0' }), server: 'A.s' }), /./)
})
