// Certificates that are handed in: PEM and PFX as OpenSSL really makes them, and everything that is wrong with some.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { CertificateInput, CertificateKept } from '../lib/protocol/certificates.ts'
import { certificatesKept, keepCertificate } from './certificates.ts'
import { type Places, placesFrom, preparePlaces } from './places.ts'

const PASSWORD = 'pfx-Secret-71; "$(id)"'
let folder: string
let places: Places

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
const file = (name: string): Buffer => readFileSync(join(folder, name))
const pem = (...names: string[]): Buffer => Buffer.concat(names.map(file))
const input = (certificate: Buffer, key?: Buffer, password = ''): CertificateInput => ({
  certificate: certificate.toString('base64'),
  key: (key ?? Buffer.alloc(0)).toString('base64'),
  password,
})
const keep = (certificate: Buffer, key?: Buffer, password?: string, now?: number): Promise<CertificateKept> =>
  keepCertificate(places, input(certificate, key, password), now)
const kept = () => readdirSync(places.secrets).filter((n) => n.startsWith('certificate-'))

/** A certificate `<name>.crt` with its key, issued by another or by itself. */
function issue(name: string, issuer: string | null, extensions: string[], algorithm = 'ec'): void {
  const key =
    algorithm === 'ec'
      ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
      : algorithm === 'ed25519'
        ? ['-newkey', 'ed25519']
        : ['-newkey', algorithm]
  const by = issuer ? ['-CA', `${issuer}.crt`, '-CAkey', `${issuer}.key`] : []
  const added = extensions.flatMap((e) => ['-addext', e])
  openssl(
    ...['req', '-x509', '-nodes', '-days', '90', '-subj', `/CN=${name}.example`, ...key, ...by, ...added],
    ...['-keyout', `${name}.key`, '-out', `${name}.crt`],
  )
}

const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']
const SERVER = ['basicConstraints=critical,CA:FALSE', 'subjectAltName=DNS:lb.example,IP:192.0.2.7']

before(() => {
  folder = mkdtempSync('/tmp/fulcrum-certificates-')
  places = placesFrom({
    FULCRUM_STATE: join(folder, 'state'),
    FULCRUM_RUN: mkdtempSync('/tmp/fulcrum-crun-'),
  })
  preparePlaces(places)
  issue('root', null, CA)
  issue('between', 'root', CA)
  issue('lb', 'between', SERVER)
  issue('stranger', null, SERVER)
  issue('old', null, SERVER, 'rsa:1024')
  issue('odd', null, SERVER, 'ed25519')
  issue('rsa', null, SERVER, 'rsa:2048')
  issue('mail', null, [...SERVER, 'extendedKeyUsage=emailProtection'])
  issue('nameless', null, ['basicConstraints=critical,CA:FALSE'])
  const out = (name: string, ...more: string[]) =>
    openssl(
      ...['pkcs12', '-export', '-in', 'lb.crt', '-inkey', 'lb.key', '-out', name],
      ...['-passout', `pass:${PASSWORD}`, ...more],
    )
  writeFileSync(join(folder, 'chain.pem'), pem('root.crt', 'between.crt'))
  out('new.pfx', '-certfile', 'chain.pem')
  out(
    'old.pfx',
    '-certfile',
    'chain.pem',
    '-legacy',
    '-keypbe',
    'PBE-SHA1-3DES',
    '-certpbe',
    'PBE-SHA1-RC2-40',
  )
  openssl('pkcs8', '-topk8', '-in', 'lb.key', '-out', 'locked.key', '-passout', `pass:${PASSWORD}`)
})

after(() => {
  rmSync(folder, { recursive: true })
  rmSync(places.run, { recursive: true })
})

test('PEM with its chain and its key: kept whole, known by its facts, the key readable by root alone', async () => {
  const done = await keep(pem('lb.crt', 'between.crt', 'root.crt'), file('lb.key'))
  assert.ok(done.ok, JSON.stringify(done))
  const { subject, issuer, names, key, chain, fingerprint, from, until } = done.facts
  assert.deepEqual(
    { subject, issuer, names, key, chain },
    {
      subject: 'lb.example',
      issuer: 'between.example',
      names: ['lb.example', '192.0.2.7'],
      key: 'EC P-256',
      chain: 3,
    },
  )
  assert.equal(fingerprint, new X509Certificate(file('lb.crt')).fingerprint256)
  assert.ok(from <= Date.now() && until > Date.now() + 89 * 86_400_000)
  assert.deepEqual(done.warnings, [])
  for (const name of [done.name, `${done.name}-key`])
    assert.equal(statSync(join(places.secrets, name)).mode & 0o777, 0o600)
  assert.deepEqual(certificatesKept(places)[done.name], done.facts)
  assert.ok(!JSON.stringify(certificatesKept(places)).includes('PRIVATE'))
})

test('one file with all of it in any order is put right, and it says so', async () => {
  const done = await keep(pem('root.crt', 'lb.key', 'lb.crt', 'between.crt'))
  assert.ok(done.ok)
  assert.match(done.warnings.join(), /another order/)
  const stored = readFileSync(join(places.secrets, done.name), 'utf8')
  assert.equal(stored.trim(), pem('lb.crt', 'between.crt', 'root.crt').toString().trim())
})

test('PFX of today and of long ago, by its password only', async () => {
  for (const name of ['new.pfx', 'old.pfx']) {
    const done = await keep(file(name), undefined, PASSWORD)
    assert.ok(done.ok, `${name}: ${JSON.stringify(done)}`)
    assert.equal(done.facts.chain, 3)
    const wrong = await keep(file(name), undefined, 'wrong')
    assert.match(wrong.ok ? '' : wrong.message, /password or the file is wrong/)
  }
})

test('an encrypted key opens by its password', async () => {
  assert.ok((await keep(pem('lb.crt', 'between.crt'), file('locked.key'), PASSWORD)).ok)
  const wrong = await keep(pem('lb.crt'), file('locked.key'), 'wrong')
  assert.match(wrong.ok ? '' : wrong.message, /password is wrong or missing/)
})

test('what is wrong is said in a sentence, and nothing is kept', async () => {
  const before = kept().length
  const year = 366 * 86_400_000
  const cases: [string, RegExp, Promise<CertificateKept>][] = [
    ['nothing', /No certificate/, keep(Buffer.alloc(0))],
    ['no key', /private key is missing/, keep(file('lb.crt'))],
    ['another key', /does not belong to the certificate/, keep(file('lb.crt'), file('rsa.key'))],
    ['two keys', /more than one/, keep(pem('lb.crt', 'lb.key'), file('rsa.key'))],
    [
      'a stranger',
      /stranger\.example does not belong to the chain/,
      keep(pem('lb.crt', 'stranger.crt'), file('lb.key')),
    ],
    ['expired', /expired on \d{4}-/, keep(file('lb.crt'), file('lb.key'), '', Date.now() + year)],
    ['not yet', /not valid before/, keep(file('lb.crt'), file('lb.key'), '', Date.now() - year)],
    ['short key', /2048 bits/, keep(file('old.crt'), file('old.key'))],
    ['odd key', /RSA and EC keys only/, keep(file('odd.crt'), file('odd.key'))],
    ['for mail', /not made for servers/, keep(file('mail.crt'), file('mail.key'))],
    [
      'damaged',
      /damaged/,
      keep(Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')),
    ],
    ['no file of the kind', /password or the file is wrong/, keep(Buffer.from('GIF89a'))],
  ]
  for (const [what, why, asked] of cases) {
    const answer = await asked
    assert.match(answer.ok ? `${what} was kept` : answer.message, why, what)
  }
  assert.equal(kept().length, before)
})

test('what can be used all the same is remarked on', async () => {
  const said = async (name: string, now?: number) => {
    const done = await keep(file(`${name}.crt`), file(`${name}.key`), '', now)
    return done.ok ? done.warnings.join(' ') : done.message
  }
  assert.match(await said('nameless'), /names no host/)
  assert.match(await said('lb'), /without the certificate of between\.example/)
  assert.match(await said('rsa', Date.now() + 75 * 86_400_000), /expires on/)
})

test('one that is damaged on the disk hides no other', async () => {
  const done = await keep(file('rsa.crt'), file('rsa.key'))
  assert.ok(done.ok)
  const damaged = 'certificate-00000000000000ff'
  writeFileSync(
    join(places.secrets, damaged),
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  )
  const known = certificatesKept(places)
  assert.ok(known[done.name])
  assert.equal(known[damaged], undefined)
})

test('the name says nothing of the content, and what nobody uses is forgotten after a week', async () => {
  const [a, b] = [await keep(file('rsa.crt'), file('rsa.key')), await keep(file('rsa.crt'), file('rsa.key'))]
  assert.ok(a.ok && b.ok)
  assert.notEqual(a.name, b.name)
  const old = Date.now() / 1000 - 8 * 86_400
  utimesSync(join(places.secrets, a.name), old, old)
  await keep(file('rsa.crt'), file('rsa.key'))
  assert.ok(!kept().some((n) => n.startsWith(a.name)), 'with its key')
  assert.ok(kept().includes(b.name))
})
