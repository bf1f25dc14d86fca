// Logins at a real FreeRADIUS, and by forgers: what is sent, what is believed, and where groups may come from.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { RadiusConfig } from '../../lib/areas/external-authentication/config.ts'
import { configOf, outcomeAt, radiusAt, serverAt } from '../testing/directories/ask.ts'
import { LONG_PASSWORD, RADIUS_SECRET, startRadius } from '../testing/directories/freeradius.ts'
import { freePort, here, type Started } from '../testing/directories/host.ts'
import { Logins } from './login.ts'

const folder = mkdtempSync('/tmp/fulcrum-radius-')
let port: number
let server: Started
const radius = (more: Partial<RadiusConfig> = {}) => radiusAt(port, more)

before(async () => {
  port = await freePort()
  server = await startRadius({ host: here, folder, address: '127.0.0.1', port })
})
after(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true })
})

test('accepted and refused, by Filter-Id', async () => {
  assert.equal(await outcomeAt(radius(), 'alice', 'alicepw'), 'accepted alice config')
  assert.equal(await outcomeAt(radius(), 'bob', 'bobpw'), 'accepted bob report')
  for (const [user, password] of [
    ['alice', 'nope'],
    ['nobody', 'nope'],
  ] as const)
    assert.match(await outcomeAt(radius(), user, password), /^refused: .*The server refused the user/)
})

test('groups by Class and by a vendor’s attribute; a password of three blocks', async () => {
  const byClass = radius({ groupAttribute: 'class', groups: [{ name: 'role=admin', group: 'maintenance' }] })
  assert.equal(await outcomeAt(byClass, 'alice', 'alicepw'), 'accepted alice maintenance')
  const byVendor = radius({
    groupAttribute: 'vendor',
    groups: [{ name: 'shell:roles=admin', group: 'config' }],
  })
  assert.equal(await outcomeAt(byVendor, 'long', LONG_PASSWORD), 'accepted long config')
  assert.match(await outcomeAt({ ...byVendor, vendorAttribute: '311:1' }, 'long', LONG_PASSWORD), /^refused/)
  assert.match(await outcomeAt(radius(), 'norole', 'norolepw'), /^refused: .*No group/)
})

test('what Radius cannot carry is refused before it is sent', async () => {
  for (const [user, password] of [
    ['a'.repeat(254), 'x'],
    ['alice', 'x'.repeat(129)],
    ['alice', 'é'.repeat(65)],
    ['alice', ''],
    ['alice', 'alicepw\0'],
  ] as const)
    assert.match(await outcomeAt(radiusAt(1), user, password), /^refused: /)
})

test('trap: a wrong secret looks like silence, and is said as what it may be', async () => {
  const said = /^unavailable: .*No valid reply from .*Check the server, the port and the Shared Secret/
  assert.match(await outcomeAt(radius({ secret: 'wrong', retries: 0 }), 'alice', 'alicepw'), said)
  assert.match(await outcomeAt(radiusAt(1, { retries: 0 }), 'alice', 'alicepw'), said)
})

test('fail-over to the next server where one is silent; a refusal is final', async () => {
  const two = radius({ servers: [serverAt(1), serverAt(port)], retries: 0 })
  assert.equal(await outcomeAt(two, 'alice', 'alicepw'), 'accepted alice config')
  const asked = await forger(() => null)
  const refusing = radius({ servers: [serverAt(port), serverAt(asked.port)] })
  assert.match(await outcomeAt([refusing, radiusAt(asked.port)], 'alice', 'nope'), /^refused/)
  assert.equal(asked.requests.length, 0)
  asked.close()
})

/** Somebody in the place of the server: answers each request with what `answer` makes of it. */
async function forger(answer: (request: Buffer) => Buffer | null) {
  const socket = createSocket('udp4')
  const requests: Buffer[] = []
  socket.on('message', (request, { port, address }) => {
    requests.push(request)
    const made = answer(request)
    if (made) socket.send(made, port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { port: socket.address().port, requests, close: () => socket.close() }
}

const ADMIN = Buffer.from([11, 10, ...Buffer.from('lb-admin')])
const SIGNATURE = Buffer.concat([Buffer.from([80, 18]), Buffer.alloc(16, 1)])

/** An Access-Accept as a BlastRADIUS attack makes it: the MD5 is right. */
function accept(
  request: Buffer,
  attributes: Buffer,
  { id = request[1] ?? 0, secret = RADIUS_SECRET } = {},
): Buffer {
  const head = Buffer.from([2, id, 0, 20 + attributes.length])
  const hash = createHash('md5').update(head).update(request.subarray(4, 20)).update(attributes)
  return Buffer.concat([head, hash.update(secret).digest(), attributes])
}

test('trap: an acceptance without Message-Authenticator is no answer, unless that is allowed for this directory', async (t) => {
  const blast = await forger((request) => accept(request, ADMIN))
  t.after(() => blast.close())
  const config = radiusAt(blast.port, { retries: 0 })
  assert.match(await outcomeAt(config, 'alice', 'x'), /^unavailable: .*not signed by Message-Authenticator/)
  const open = { ...config, requireMessageAuthenticator: false }
  assert.equal(await outcomeAt(open, 'alice', 'x'), 'accepted alice config')
})

test('trap: forged answers are no answers; the true one that comes later is believed', async (t) => {
  const forgeries: [RegExp, (request: Buffer) => Buffer][] = [
    [/wrong Message-Authenticator/, (r) => accept(r, Buffer.concat([ADMIN, SIGNATURE]))],
    [/another request/, (r) => accept(r, ADMIN, { id: ((r[1] ?? 0) + 1) & 255 })],
    [/not made with this Shared Secret/, (r) => accept(r, ADMIN, { secret: 'x' })],
    [/broken attributes/, (r) => accept(r, Buffer.from([11, 1]))],
    [/wrong length/, () => Buffer.from('no')],
    [/no answer to a login/, (r) => Buffer.concat([Buffer.from([5]), accept(r, ADMIN).subarray(1)])],
  ]
  const tryOf = async (
    why: RegExp,
    make: (request: Buffer) => Buffer,
    requireMessageAuthenticator: boolean,
  ) => {
    const liar = await forger(make)
    t.after(() => liar.close())
    const config = radiusAt(liar.port, { retries: 0, requireMessageAuthenticator })
    const said = await outcomeAt(config, 'alice', 'x')
    assert.match(said, /^unavailable/)
    assert.match(said, why)
  }
  await Promise.all(forgeries.flatMap(([why, make]) => [true, false].map((must) => tryOf(why, make, must))))
  // On the way to the real server: a lie comes first, then the answer.
  const way = createSocket('udp4')
  const front = await forger((request) => {
    way.send(request, port, '127.0.0.1')
    return accept(request, ADMIN, { secret: 'x' })
  })
  t.after(() => front.close())
  t.after(() => way.close())
  assert.match(await outcomeAt(radiusAt(front.port, { retries: 0 }), 'alice', 'nope'), /^unavailable/)
})

test('the request: signed first, the password hidden, the user’s address told, the same packet again', async (t) => {
  const silent = await forger(() => null)
  t.after(() => silent.close())
  await outcomeAt(radiusAt(silent.port, { retries: 2 }), 'alice', 'alicepw')
  const [first, ...more] = silent.requests
  assert.equal(more.length, 2)
  assert.ok(more.every((r) => first && r.equals(first)))
  assert.deepEqual([first?.[20], first?.[21]], [80, 18], 'Message-Authenticator is the first attribute')
  const text = first?.toString('latin1') ?? ''
  assert.ok(text.includes('alice') && text.includes('192.168.85.10') && text.includes('lb1'))
  assert.ok(!text.includes('alicepw'))
})

test('a code is asked for, belongs to its user and its server, and answers once', async () => {
  const logins = new Logins('lb1')
  const config = configOf(radius())
  const ask = (password: string, state?: string, user = 'otp') =>
    logins.login(config, { user, password, address: '', ...(state === undefined ? {} : { state }) })
  const challenge = async () => {
    const answer = await ask('otppw')
    assert.ok(answer.outcome === 'challenge')
    assert.equal(answer.prompt, 'Enter the code')
    return answer.state
  }
  const state = await challenge()
  assert.deepEqual(await ask('123456', state), {
    ...{ outcome: 'accepted', user: 'otp', group: 'config', directory: 'radius' },
  })
  assert.equal((await ask('123456', state)).outcome, 'refused', 'used')
  assert.equal((await ask('000000', await challenge())).outcome, 'refused', 'wrong')
  assert.equal((await ask('123456', await challenge(), 'alice')).outcome, 'refused', 'another user’s')
  assert.equal((await ask('123456', 'made up')).outcome, 'refused')
})

test('Test and still there', async () => {
  const logins = new Logins('lb1')
  const tested = (config: RadiusConfig, user: string, password: string) =>
    logins.test(configOf(config), { directory: 'radius', user, password })
  assert.equal((await tested(radius(), 'alice', 'alicepw'))?.outcome, 'accepted')
  assert.equal((await tested(radius(), 'otp', 'otppw'))?.outcome, 'challenge')
  const silent = await tested(radiusAt(1, { retries: 0 }), 'alice', 'alicepw')
  assert.deepEqual(
    silent?.lines.map((l) => [l.step, l.ok]),
    [['reply', false]],
  )
  assert.doesNotMatch(JSON.stringify(silent), /testing|alicepw/)
  const nobody = await logins.still(configOf(radius()), { user: 'alice', directory: 'radius' })
  assert.equal(nobody.outcome, 'unknowable')
})
