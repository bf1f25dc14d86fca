// front and fallback as they run: a real nginx answers, with the headers, the digest and nothing else.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, request as plainRequest } from 'node:http'
import { type RequestOptions, request as tlsRequest } from 'node:https'
import { type AddressInfo, createServer as createListener } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { selfSigned } from '../../e2e/support/certificate.ts'
import { digestOf } from '../model/document.ts'
import type { RenderedFile } from '../model/file.ts'
import type { Raw } from '../model/observed.ts'
import { fallback } from './fallback/index.ts'
import { DEFAULT_PAGE, LARGEST_PAGE, placeOf } from './fallback/page.ts'
import { front } from './front/index.ts'
import { digestIn } from './nginx.ts'
import { verifyAll } from './plan.ts'
import { CONSOLE_PORT } from './ports.ts'
import { documentsWith, itemOf, sampleFacts } from './testing.ts'

const scratch = mkdtempSync(join(tmpdir(), 'web-'))
chmodSync(scratch, 0o755) // nginx's workers are www-data
const ends: (() => Promise<unknown>)[] = []
after(async () => {
  for (const end of ends) await end()
  rmSync(scratch, { recursive: true })
})

async function freePort(): Promise<number> {
  const server = createListener()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** Lays the files down and runs nginx on them until the tests end. */
async function runNginx(files: readonly RenderedFile[], secrets: Record<string, string> = {}): Promise<void> {
  const unit = join(scratch, files[0]?.path.split('/')[0] ?? '')
  for (const file of files) {
    mkdirSync(dirname(join(scratch, file.path)), { recursive: true })
    writeFileSync(join(scratch, file.path), secrets[file.path] ?? file.content)
  }
  const child = spawn('nginx', [
    '-p',
    unit,
    '-c',
    join(unit, 'nginx.conf'),
    '-g',
    `daemon off; pid ${unit}/pid;`,
  ])
  ends.push(async () => child.kill() && once(child, 'exit'))
}

interface Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
}

function ask(options: RequestOptions & { tls?: boolean }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (options.tls ? tlsRequest : plainRequest)(
      { rejectUnauthorized: false, host: '127.0.0.1', agent: false, ...options },
      (response) => {
        let body = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          body += part
        })
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
      },
    )
    request.on('error', reject).end()
  })
}

/** Asks until somebody answers, at most three seconds. */
async function askPatiently(options: Parameters<typeof ask>[0]): Promise<Answer> {
  for (let i = 0; i < 60; i++) {
    const answer = await ask(options).catch(() => null)
    if (answer) return answer
    await pause(50)
  }
  return ask(options)
}

const listening = (area: 'front' | 'fallback', port: number, addresses = ['127.0.0.1']) =>
  documentsWith(area, [itemOf(area, { id: area, kind: 'listener', data: { addresses, port } })])
const raw = (web: Partial<Raw['web']>) => ({ web: { front: null, fallback: null, ...web } }) as Raw

test('the fallback page, on every path (FB-13)', async () => {
  const port = await freePort()
  const files = fallback.render(listening('fallback', port), sampleFacts)
  const [file, written] = files
  assert.ok(file && written)
  const elsewhere = { ...file, content: file.content.replace(/^ *listen 127\.0\.0\.1:9081;\n/m, '') }
  const place: RenderedFile = { ...written, path: `fallback/${placeOf(written.content)}` }
  await runNginx([elsewhere, place])
  const page = await askPatiently({ port, path: '/any/path?x=1' })
  assert.equal(page.status, 503)
  assert.equal(page.body, DEFAULT_PAGE)
  for (const method of ['POST', 'PUT', 'DELETE'])
    assert.equal((await ask({ port, path: '/index.php', method })).body, DEFAULT_PAGE, method)
  assert.equal(page.headers.connection, 'close', 'no client is kept')
  assert.deepEqual(
    [page.headers['content-type'], page.headers['cache-control'], page.headers.etag],
    ['text/html; charset=utf-8', 'no-store', undefined],
  )
  assert.match(page.body, /<title>The page is temporarily unavailable<\/title>/)
  assert.match(
    page.body,
    /The page you are looking for is temporarily unavailable\. Please try again later\./,
  )
  assert.equal(page.headers.server, 'nginx')
  assert.doesNotMatch(DEFAULT_PAGE, /fulcrum|appliance|9443|9080|9081|nginx|proxy/i)
  assert.equal((await ask({ port, path: '/.fulcrum-digest' })).body, digestIn(file))
  assert.equal((await ask({ port, path: '/.fulcrum-page' })).status, 404)
  const differences = (page: string | null) =>
    fallback
      .observe(listening('fallback', port), files, raw({ fallback: digestIn(file), page }))
      .differences.map((d) => d.message)
  assert.deepEqual(differences(digestOf(page.body)), [])
  assert.deepEqual(differences(digestOf('other')), ['The fallback page is not served as it was saved.'])
  assert.deepEqual(differences(null), ['The fallback page is not served as it was saved.'])
})

test('HAProxy reaches the fallback page on 127.0.0.1 port 9081, whatever it is narrowed to (FB-05)', () => {
  const listens = (port: number, addresses: string[]) =>
    (fallback.render(listening('fallback', port, addresses), sampleFacts)[0]?.content ?? '')
      .split('\n')
      .filter((line) => line.includes(' listen '))
      .map((line) => line.trim())
  assert.deepEqual(listens(9081, ['192.168.85.10']), ['listen 192.168.85.10:9081;', 'listen 127.0.0.1:9081;'])
  assert.deepEqual(listens(9081, ['::']), ['listen [::]:9081 ipv6only=on;', 'listen 127.0.0.1:9081;'])
  assert.deepEqual(listens(9081, ['0.0.0.0']), ['listen 0.0.0.0:9081;'])
  assert.deepEqual(listens(9081, ['127.0.0.1']), ['listen 127.0.0.1:9081;'])
  const held = { address: '127.0.0.1', port: 9081, pid: 812, program: 'apache2' }
  const codes = verifyAll(listening('fallback', 9082), { ...sampleFacts, busy: [held] }).map((p) => p.code)
  assert.deepEqual(codes, ['OWN_PORT_HELD'])
})

test('any page is kept as it was written; only what no text can be is refused (FB-12)', () => {
  const check = (html: string) =>
    verifyAll(
      documentsWith('fallback', [itemOf('fallback', { id: 'p', kind: 'page', data: { html } })]),
      sampleFacts,
    ).map((p) => p.path.field)
  for (const html of ['x', '<p>\r\n\t@secret:console-key@ $x {} ; "', '\ufeff<html>日本</html>\n', '  <p>'])
    assert.deepEqual(check(html), [])
  assert.deepEqual(check('é'.repeat(LARGEST_PAGE / 2)), [])
  for (const html of ['', ' \n', 'a\0b', '\ud800', 'é'.repeat(LARGEST_PAGE / 2 + 1)])
    assert.deepEqual(check(html), ['html'])
})

test('front: TLS, the headers, the console behind it, and its absence', async () => {
  const [port, consolePort] = [await freePort(), await freePort()]
  const { certificate, key } = selfSigned()
  const files = front.render(listening('front', port), sampleFacts)
  const [conf] = files
  assert.ok(conf)
  const ours = conf.content.replace(`127.0.0.1:${CONSOLE_PORT}`, `127.0.0.1:${consolePort}`)
  await runNginx(files, {
    'front/nginx.conf': ours,
    'front/console.crt': certificate,
    'front/console.key': key,
  })

  const away = await askPatiently({ port, tls: true, path: '/lbadmin/login' })
  assert.equal(away.status, 502)
  assert.match(away.body, /The console is not running.*Traffic is not affected/s)

  const behind = createServer((req, res) =>
    res.setHeader('X-Frame-Options', 'SAMEORIGIN').end(JSON.stringify(req.headers)),
  )
  await once(behind.listen(consolePort, '127.0.0.1'), 'listening')
  ends.push(async () => behind.close())
  const forged = {
    host: 'lb.example:9443',
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'evil',
    'x-real-ip': '6.6.6.6',
    forwarded: 'for=6.6.6.6',
    'x-middleware-subrequest': 'x',
  }
  const page = await ask({ port, tls: true, path: '/lbadmin/login', headers: forged })
  assert.equal(page.status, 200)
  const seen = JSON.parse(page.body)
  assert.deepEqual(
    [
      seen.host,
      seen['x-forwarded-for'],
      seen['x-forwarded-host'],
      seen['x-forwarded-proto'],
      seen['x-real-ip'],
      seen.forwarded,
      seen['x-middleware-subrequest'],
    ],
    ['lb.example:9443', '127.0.0.1', 'lb.example:9443', 'https', '127.0.0.1', undefined, undefined],
  )
  assert.equal(page.headers['x-frame-options'], 'DENY')
  assert.equal(page.headers['x-content-type-options'], 'nosniff')

  const root = await ask({ port, tls: true, path: '/' })
  assert.deepEqual([root.status, root.headers.location], [302, '/lbadmin/'])
  assert.equal((await ask({ port, tls: true, path: '/lbadminx' })).status, 404)
  assert.equal((await ask({ port, tls: true, path: '/.fulcrum-digest' })).body, digestIn(conf))
  await assert.rejects(ask({ port, tls: true, path: '/', maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }))
  const plain = await ask({ port, path: '/lbadmin/', headers: { host: `lb.example:${port}` } })
  assert.deepEqual([plain.status, plain.headers.location], [308, `https://lb.example:${port}/lbadmin/`])
})

test('the key and the certificate stand in the files only as names of secrets', () => {
  const files = front.render(listening('front', 9443), sampleFacts)
  assert.deepEqual(
    files.slice(1).map((f) => [f.path, f.content, f.mode]),
    [
      ['front/console.crt', '@secret:console-certificate@', 0o644],
      ['front/console.key', '@secret:console-key@', 0o600],
    ],
  )
})

test('a web server that is silent or runs other files is a difference', () => {
  const documents = listening('front', 9443)
  const files = front.render(documents, sampleFacts)
  const look = (digest: string | null) =>
    front.observe(documents, files, raw({ front: digest })).differences.map((d) => d.message)
  assert.deepEqual(look(null), ['The console’s web server does not answer.'])
  assert.deepEqual(look('other'), [
    'The console’s web server runs another configuration than the one applied.',
  ])
  assert.deepEqual(front.observe(documents, [], raw({})).differences, [])
})

test('a listener has each address once and a port that nobody holds', () => {
  const codes = (documents: ReturnType<typeof listening>, busyPort = 1) =>
    verifyAll(documents, {
      ...sampleFacts,
      busy: [{ address: '::', port: busyPort, pid: 812, program: 'apache2' }],
    }).map((p) => `${p.code} ${p.path.area} ${p.path.field}`)
  for (const area of ['front', 'fallback'] as const) {
    assert.deepEqual(codes(listening(area, 9443, ['0.0.0.0', '::'])), [])
    assert.deepEqual(codes(listening(area, 9443, ['::1', '0:0::1'])), [`ADDRESS_TWICE ${area} addresses`])
    assert.deepEqual(codes(listening(area, 9443), 9443), [`PORT_HELD ${area} port`])
    assert.deepEqual(codes(listening(area, 9443, [])), [`FIELD_INVALID ${area} addresses`])
  }
})
