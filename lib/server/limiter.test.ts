// The limits on guessing: how many tries whom is given, when the pause ends, and what is not counted.
import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { db, openDatabase } from './db.ts'
import { type Found, limited, rememberAddress, type Tried, type Try, wholeNetwork } from './limiter.ts'
import { logIn } from './login.ts'
import { databaseFile } from './places.ts'
import { freshConsole, GOOD_PASSWORD, temporaryPlaces } from './testing/state.ts'
import { FIRST_USER } from './users.ts'

temporaryPlaces()
before(freshConsole)
beforeEach(async () => {
  slept = []
  await db().tries.deleteMany()
  await db().knownAddress.deleteMany()
})

const NOW = Date.now()
const MINUTE = 60_000
type Verify = () => Promise<Found<string> | null>
const wrong: Verify = async () => null
const right: Verify = async () => ({ value: 'anna', tries: 'forgive' })
let slept: number[] = []
const sleep = async (ms: number) => void slept.push(ms)
const guess = (user: string, address: string, minutes = 0, verify = wrong, more: Partial<Try> = {}) =>
  limited({ user, address, now: NOW + minutes * MINUTE, sleep, ...more }, verify)

/** The n-th of as many guesses; `of` says user and address of each. */
async function last(n: number, of: (i: number) => [user: string, address: string]): Promise<Tried<string>> {
  for (let i = 0; i < n - 1; i++) await guess(...of(i))
  return guess(...of(n - 1))
}
const leftIn = (tried: Tried<string>) => ('left' in tried ? tried.left : tried)
const pausedFor = (tried: Tried<string>) => ('until' in tried ? (tried.until - NOW) / MINUTE : tried)

const CASES: [name: string, tries: number, of: (i: number) => [string, string], pause: number][] = [
  ['one user from one address', 5, () => ['anna', '192.0.2.1'], 15],
  ['a user’s name in any case, with spaces', 5, (i) => [['anna', ' ANNA '][i % 2] ?? '', '192.0.2.1'], 15],
  ['everybody from one address', 30, (i) => [`user${i}`, '192.0.2.1'], 15],
  ['everybody from one IPv6 network', 30, (i) => [`user${i}`, `2001:db8:1:2:${i}::9`], 15],
]

for (const [name, tries, of, pause] of CASES)
  test(`${name}: ${tries} tries, then ${pause} minutes of pause`, async () => {
    assert.equal(leftIn(await last(tries, of)), 0)
    assert.equal(pausedFor(await guess(...of(tries))), pause)
    assert.equal(pausedFor(await guess(...of(tries + 1), 0, right)), pause, 'the right one waits too')
  })

test('others go on: another address of the same user, another user of the same address, another network', async () => {
  await last(5, () => ['anna', '192.0.2.1'])
  assert.equal(leftIn(await guess('anna', '192.0.2.2')), 4)
  assert.equal(leftIn(await guess('bert', '192.0.2.1')), 4)
  await last(5, () => ['anna', '2001:db8:1:2::1'])
  assert.equal(leftIn(await guess('anna', '2001:db8:1:3::1')), 4)
  assert.equal(pausedFor(await guess('anna', '2001:db8:1:2:ffff::1')), 15)
})

test('one user from everywhere: never a pause, only a wait that grows to eight seconds', async () => {
  for (let i = 0; i < 60; i++) assert.ok('left' in (await guess('anna', `192.0.2.${i}`)))
  assert.deepEqual(slept.slice(0, 7), [250, 500, 1000, 2000, 4000, 8000, 8000])
  assert.equal(slept.length, 50, 'the first ten wait for nothing')
  assert.deepEqual(await guess('anna', '198.51.100.1', 0, right), { found: 'anna' })
  slept = []
  await guess('bert', '192.0.2.1')
  await guess('anna', '198.51.100.2', 60.1)
  assert.deepEqual(slept, [], 'nobody else waits, and after an hour it is forgotten')
})

test('where a user logged in within 30 days, nobody else’s guesses make them wait or keep them out', async () => {
  const day = 24 * 60
  await rememberAddress(db(), 'Anna', '192.0.2.1', NOW)
  for (let i = 0; i < 40; i++) await guess('anna', `198.51.100.${i}`)
  await last(30, (i) => [`user${i}`, '192.0.2.1'])
  slept = []
  assert.equal(leftIn(await guess('anna', '192.0.2.1')), 4, 'five tries as ever')
  assert.deepEqual(slept, [])
  assert.equal(pausedFor(await guess('bert', '192.0.2.1')), 15, 'somebody else from there waits')
  await last(4, () => ['anna', '192.0.2.1'])
  assert.equal(pausedFor(await guess('anna', '192.0.2.1')), 15, 'guessing from there ends as anywhere')
  for (let i = 0; i < 11; i++) await guess('anna', `198.51.100.${i}`, 30 * day + 1)
  slept = []
  await guess('anna', '192.0.2.1', 30 * day + 1)
  assert.deepEqual(slept, [500], 'after 30 days it is an address as any other')
})

test('what is right so far is no guess and forgets nothing; what is not known yet counts until it is right', async () => {
  const found =
    (tries: Found<string>['tries']): Verify =>
    async () => ({ value: 'more', tries })
  await last(3, () => ['anna', '192.0.2.1'])
  for (let i = 0; i < 9; i++) await guess('anna', '192.0.2.1', 0, found('give-back'))
  assert.equal(leftIn(await guess('anna', '192.0.2.1')), 1)
  await guess('anna', '192.0.2.1', 0, found('keep'))
  assert.equal(pausedFor(await guess('anna', '192.0.2.1')), 15)
  assert.equal(leftIn(await guess('bert', '192.0.2.1')), 4)
})

test('codes guessed from everywhere with the password known: twenty, then a pause for codes alone', async () => {
  for (let i = 0; i < 20; i++) await guess('anna', `192.0.2.${i}`, 0, wrong, { code: true })
  assert.equal(pausedFor(await guess('anna', '198.51.100.1', 0, right, { code: true })), 15)
  assert.deepEqual(await guess('anna', '198.51.100.1', 0, right), { found: 'anna' })
})

test('tries during the pause neither count nor make it longer; after it there are five again', async () => {
  await last(5, () => ['anna', '192.0.2.1'])
  for (const minutes of [1, 14, 14.9]) assert.equal(pausedFor(await guess('anna', '192.0.2.1', minutes)), 15)
  assert.equal(leftIn(await guess('anna', '192.0.2.1', 15)), 4)
})

test('wrong tries are forgotten a quarter of an hour after the first', async () => {
  await last(4, () => ['anna', '192.0.2.1'])
  assert.equal(leftIn(await guess('anna', '192.0.2.1', 15.1)), 4)
})

test('forty guesses at once are no way round: five are looked at', async () => {
  let looked = 0
  const slow: Verify = async () => {
    looked++
    await new Promise((done) => setTimeout(done, 5))
    return null
  }
  await Promise.all(Array.from({ length: 40 }, () => guess('anna', '192.0.2.1', 0, slow)))
  assert.equal(looked, 5)
})

test('sixty right logins are never stopped, and one forgets the wrong ones before it', async () => {
  await last(4, () => ['anna', '192.0.2.1'])
  for (let i = 0; i < 60; i++) assert.deepEqual(await guess('anna', '192.0.2.1', 0, right), { found: 'anna' })
  assert.equal(leftIn(await guess('anna', '192.0.2.1')), 4)
})

test('where users cannot be looked up nobody guessed: twenty outages lock nobody out', async () => {
  const down = () => Promise.reject(new Error('no database'))
  for (let i = 0; i < 20; i++) await assert.rejects(guess('anna', '192.0.2.1', 0, down), /no database/)
  assert.equal(leftIn(await guess('anna', '192.0.2.1')), 4)
})

test('a restart forgets nothing: another console on the same file knows', async () => {
  await last(5, () => ['anna', '192.0.2.1'])
  const restarted = openDatabase(databaseFile())
  assert.equal(pausedFor(await guess('anna', '192.0.2.1', 0, right, { database: restarted })), 15)
  await restarted.$disconnect()
})

test('a network is an IPv4 address, or a /64', () => {
  assert.deepEqual(
    ['192.0.2.1', '2001:db8::1', '2001:db8:0:0:ffff::', '::ffff:192.0.2.1', ''].map(wholeNetwork),
    ['192.0.2.1', '2001:db8::/64', '2001:db8::/64', '192.0.2.1', ''],
  )
})

test('a login says how many tries are left, then when the next is possible, and leaves one trace of each', async () => {
  const said = async (password: string, at = NOW) => {
    const login = await logIn({ username: FIRST_USER, password }, '192.0.2.77', at)
    return login.ok ? 'in' : 'message' in login ? login.message : 'a code is asked for'
  }
  const all = []
  for (let i = 0; i < 6; i++) all.push(await said('not the password'))
  const next = `${new Date(NOW + 15 * MINUTE).toISOString().slice(11, 19)} UTC`
  assert.deepEqual(all, [
    'Wrong user or password. 4 tries left for this address, then 15 min pause.',
    'Wrong user or password. 3 tries left for this address, then 15 min pause.',
    'Wrong user or password. 2 tries left for this address, then 15 min pause.',
    'Wrong user or password. 1 try left for this address, then 15 min pause.',
    'Wrong user or password. No try is left for this address: 15 min pause.',
    `Too many wrong tries. The next one is possible in 15 min, at ${next}.`,
  ])
  assert.equal(await said(GOOD_PASSWORD, NOW + 5 * MINUTE), all[5]?.replace('in 15 min', 'in 10 min'))
  assert.equal(await said(GOOD_PASSWORD, NOW + 15 * MINUTE), 'in')
  const rows = await db().audit.findMany({ where: { action: 'login', address: '192.0.2.77' } })
  assert.deepEqual(
    rows.map((r) => r.result),
    ['refused', 'refused', 'refused', 'refused', 'refused, now a pause', 'done'],
  )
})
