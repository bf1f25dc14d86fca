// The console's web server: what its rules refuse, what a real nginx does with each setting, and which changes arm an undo.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import { get as getTls } from 'node:https'
import { type AddressInfo, createServer as createListener } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from 'node:tls'
import { selfSigned } from '../../../e2e/support/certificate.ts'
import type { Facts } from '../../model/facts.ts'
import { checkDocument } from '../check.ts'
import { stepsBetween, verifyAll } from '../plan.ts'
import { CONSOLE_PORT } from '../ports.ts'
import { documentsWith, itemOf, sampleFacts, sampleLayer4, sampleService } from '../testing.ts'
import { CIPHER_SETS } from './ciphers.ts'
import { front } from './index.ts'

const NAME = 'certificate-0123456789abcdef'
const here = (data: object = {}) =>
  documentsWith('front', [
    itemOf('front', { id: 'f', kind: 'listener', data: { addresses: ['0.0.0.0'], port: 9443, ...data } }),
  ])
const codes = (documents: ReturnType<typeof here>, facts: Facts = sampleFacts) =>
  verifyAll(documents, facts)
    .filter((p) => p.level === 'error' && p.path.area === 'front')
    .map((p) => `${p.code} ${p.path.field}`)

test('its ports are those of no service, of no part of the appliance, and of nobody else', () => {
  assert.deepEqual(codes(here()), [])
  const service = documentsWith('layer7', sampleService('Web', { ports: '8443-8445' }), here({ port: 8444 }))
  assert.deepEqual(codes(service), ['PORT_TAKEN port'])
  const layer4 = (protocol: string) =>
    documentsWith('layer4', sampleLayer4('Four', { ports: '9080', protocol }), here({ plain: true }))
  assert.deepEqual(codes(layer4('tcp')), ['PORT_TAKEN plainPort'])
  assert.deepEqual(codes(layer4('udp')), [], 'UDP is in nobody’s way')
  for (const port of [9442, 7778, 7780, 9081])
    assert.deepEqual(codes(here({ port })), ['PORT_OF_APPLIANCE port'])
  assert.deepEqual(codes(here({ port: 9442, addresses: ['192.168.85.10'] })), [], 'they are on loopback only')
  assert.deepEqual(codes(here({ plain: true, plainPort: 9443 })), ['PORT_OF_APPLIANCE plainPort'])
  const busy = { ...sampleFacts, busy: [{ address: '::', port: 9080, pid: 8, program: 'x' }] }
  const both = { addresses: ['0.0.0.0', '::'] }
  assert.deepEqual(codes(here({ ...both, plain: true }), busy), ['PORT_HELD plainPort'])
  assert.deepEqual(codes(here(both), busy), [], 'closed it needs none')
})

test('what is chosen must be there', () => {
  assert.deepEqual(codes(here({ certificate: 'uploaded' })), ['CERTIFICATE_MISSING uploaded'])
  assert.deepEqual(codes(here({ certificate: 'uploaded', uploaded: NAME })), [])
  assert.deepEqual(codes(here({ ciphers: 'own' })), ['CIPHERS_MISSING cipherList'])
  assert.deepEqual(codes(here({ tls: '1.3', ciphers: 'own' })), [], 'TLS 1.3 asks for none')
  assert.deepEqual(codes(here({ certificate: 'uploaded', uploaded: '../console-key' })), [
    'FIELD_INVALID uploaded',
  ])
})

test('a list of ciphers has names only, and none that is weak; OpenSSL knows every set', () => {
  const check = (cipherList: string) =>
    checkDocument(here({ ciphers: 'own', cipherList }).front).map((p) => p.path.field)
  for (const list of ['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE+AESGCM:!aNULL:-SHA1', 'AES256-SHA'])
    assert.deepEqual(check(list), [], list)
  for (const list of [
    'RC4-SHA',
    'ECDHE-RSA-DES-CBC3-SHA',
    'aNULL',
    'ALL',
    '@SECLEVEL=0',
    'a b',
    'x;y',
    'A::B',
    'EXP-RC4-MD5',
  ])
    assert.deepEqual(check(list), ['cipherList'], list)
  for (const set of Object.values(CIPHER_SETS)) {
    const names = execFileSync('openssl', ['ciphers', '-s', '-tls1_2', set], { encoding: 'utf8' })
    assert.ok(names.split(':').length > 3)
    assert.doesNotMatch(names, /NULL|RC4|3DES|MD5|ADH/)
  }
})

const steps = (before: object | null, now: object | null) =>
  stepsBetween(
    before ? front.render(here(before), sampleFacts) : [],
    now ? front.render(here(now), sampleFacts) : [],
  ).map((s) => s.do)

test('only what changes the way to the console arms an undo, before anything is switched', () => {
  const order = steps({}, { port: 9444 })
  assert.ok(order.indexOf('arm-undo') < order.indexOf('switch'))
  const uploaded = { certificate: 'uploaded', uploaded: NAME }
  for (const change of [
    { addresses: ['::'] },
    uploaded,
    { tls: '1.3' },
    { ciphers: 'strong' },
    { plain: true },
    null,
  ])
    assert.ok(steps({}, change).includes('arm-undo'), JSON.stringify(change))
  assert.ok(!steps(null, {}).includes('arm-undo'), 'the first start')
  assert.ok(!steps({}, {}).includes('arm-undo'))
  assert.ok(!steps(uploaded, { ...uploaded, hsts: true }).includes('arm-undo'))
  // Another release writes other lines of its own: no commit is to be confirmed for that.
  const files = front.render(here(), sampleFacts)
  const older = files.map((f) => ({ ...f, content: f.content.replace('gzip on;', 'gzip off;') }))
  assert.deepEqual(
    front.apply(older, files).map((s) => s.do),
    ['check', 'reload'],
  )
})

const folder = mkdtempSync(join(tmpdir(), 'front-'))
chmodSync(folder, 0o755)
const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true })]
after(async () => {
  for (const end of ends.reverse()) await end()
})

const port = () =>
  new Promise<number>((resolve) => {
    const server = createListener().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

interface Got {
  status: number | undefined
  headers: Record<string, unknown>
}
const ask = (ask: typeof get, url: string) =>
  new Promise<Got>((resolve, reject) => {
    ask(url, { rejectUnauthorized: false, agent: false } as object, (r) => {
      r.resume().on('end', () => resolve({ status: r.statusCode, headers: r.headers }))
    }).on('error', reject)
  })

/** A console that answers with these headers, behind a real nginx with these settings. */
async function running(data: object, headers: () => Record<string, string>) {
  const [own, plainPort, behind] = [await port(), await port(), await port()]
  const seen: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers)
    response.writeHead(200, headers()).end()
  })
  await once(server.listen(behind, '127.0.0.1'), 'listening')
  const { certificate, key } = selfSigned()
  const files = front.render(here({ addresses: ['127.0.0.1'], port: own, plainPort, ...data }), sampleFacts)
  for (const file of files)
    writeFileSync(
      join(folder, basename(file.path)),
      file.content
        .replace(`127.0.0.1:${CONSOLE_PORT}`, `127.0.0.1:${behind}`)
        .replace(/@secret:.*-key@/, key)
        .replace(/@secret:.*@/, certificate),
    )
  const nginx = spawn('nginx', [
    '-p',
    folder,
    '-c',
    join(folder, 'nginx.conf'),
    '-g',
    `daemon off; pid ${folder}/pid;`,
  ])
  const end = async () => {
    server.close()
    if (nginx.exitCode === null && nginx.kill()) await once(nginx, 'exit')
  }
  ends.push(end)
  const url = `https://127.0.0.1:${own}`
  for (
    let i = 0;
    i < 100 && !(await ask(getTls as typeof get, `${url}/.fulcrum-digest`).catch(() => null));
    i++
  )
    await pause(30)
  return {
    url,
    own,
    plainPort,
    seen,
    server,
    end,
    digest: /set \$digest "(\w+)"/.exec(files[0]?.content ?? '')?.[1],
  }
}

test('HSTS only with an uploaded certificate, and only while nothing could take it back', async () => {
  let headers: Record<string, string> = {}
  const uploaded = { certificate: 'uploaded', uploaded: NAME }
  const { url, end } = await running({ ...uploaded, hsts: true, hstsMonths: 12 }, () => headers)
  const hsts = async () =>
    (await ask(getTls as typeof get, `${url}/lbadmin/`)).headers['strict-transport-security']
  assert.equal(await hsts(), undefined, 'a change may wait to be confirmed')
  headers = { 'x-fulcrum-settled': '1' }
  assert.equal(await hsts(), `max-age=${12 * 30 * 86_400}`)
  const { headers: all } = await ask(getTls as typeof get, `${url}/lbadmin/`)
  assert.equal(all['x-fulcrum-settled'], undefined, 'browsers are not told')
  const kept = await ask(getTls as typeof get, `${url}/lbadmin/_next/static/a.js`)
  assert.equal(kept.headers['strict-transport-security'], undefined, 'what is kept says nothing of now')
  await end()
  for (const data of [uploaded, { hsts: true }]) {
    const without = await running(data, () => headers)
    assert.equal(
      (await ask(getTls as typeof get, `${without.url}/lbadmin/`)).headers['strict-transport-security'],
      undefined,
    )
    await without.end()
  }
})

test('plain HTTP redirects and does nothing else; closed it does not even answer', async () => {
  const open = await running({ plain: true }, () => ({}))
  const answer = await ask(get, `http://127.0.0.1:${open.plainPort}/lbadmin/login?to=/x`)
  assert.equal(answer.status, 302)
  assert.equal(answer.headers.location, `https://127.0.0.1:${open.own}/lbadmin/login?to=/x`)
  assert.equal(open.seen.length, 0, 'the console never hears of it')
  await open.end()
  const closed = await running({}, () => ({}))
  await assert.rejects(ask(get, `http://127.0.0.1:${closed.plainPort}/`))
  await closed.end()
})

test('the console is told which configuration a request came through, whatever the browser claims', async () => {
  const { url, seen, digest, end } = await running({}, () => ({}))
  const forged = { rejectUnauthorized: false, agent: false, headers: { 'X-Fulcrum-Front': 'f'.repeat(32) } }
  await new Promise((done) => getTls(`${url}/lbadmin/`, forged, (r) => r.resume().on('end', done)))
  assert.equal(seen[0]?.['x-fulcrum-front'], digest)
  await end()
})

test('what nginx answers by itself has every header too, and what the console says is not said twice', async () => {
  const policy = "default-src 'self'"
  const own = { 'content-security-policy': policy, 'cache-control': 'private, no-store' }
  const { url, server, end } = await running({}, () => own)
  const tls = (path: string) => ask(getTls as typeof get, `${url}${path}`)
  const passed = await tls('/lbadmin/')
  assert.deepEqual(
    [passed.headers['content-security-policy'], passed.headers['cache-control']],
    [policy, own['cache-control']],
  )
  server.close()
  server.closeAllConnections()
  for (const [path, status] of [
    ['/', 302],
    ['/else', 404],
    ['/lbadmin/', 502],
  ] as const) {
    const { headers, status: given } = await tls(path)
    assert.equal(given, status, path)
    assert.match(String(headers['content-security-policy']), /^default-src 'none'/, path)
    assert.equal(headers['cache-control'], 'no-store', path)
    for (const [name, value] of [
      ['x-frame-options', 'DENY'],
      ['x-content-type-options', 'nosniff'],
      ['referrer-policy', 'same-origin'],
      ['cross-origin-resource-policy', 'same-origin'],
    ] as const)
      assert.equal(headers[name], value, path)
  }
  await end()
})

test('TLS as it is chosen', async () => {
  const speaks = (at: number, options: object) =>
    new Promise<string | null>((resolve) => {
      const socket = connect({ port: at, host: '127.0.0.1', rejectUnauthorized: false, ...options }, () => {
        resolve(`${socket.getProtocol()} ${socket.getCipher().name}`)
        socket.end()
      }).on('error', () => resolve(null))
    })
  const old = { maxVersion: 'TLSv1.2' }
  const both = await running({ ciphers: 'strong' }, () => ({}))
  assert.match((await speaks(both.own, old)) ?? '', /^TLSv1\.2 .*(AES256-GCM|CHACHA20)/)
  assert.equal(await speaks(both.own, { ...old, ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }), null)
  await both.end()
  const own = await running({ ciphers: 'own', cipherList: 'ECDHE-ECDSA-AES128-GCM-SHA256' }, () => ({}))
  assert.equal(await speaks(own.own, old), 'TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256')
  await own.end()
  const new13 = await running({ tls: '1.3' }, () => ({}))
  assert.equal(await speaks(new13.own, old), null)
  assert.match((await speaks(new13.own, {})) ?? '', /^TLSv1\.3/)
  await new13.end()
})
