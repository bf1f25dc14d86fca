// The second factor: right codes once each, wrong ones never, recovery codes once each, and how it is turned off.
import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { confirmFactorAs, resetFactorAs, startFactorAs, stopFactorAs } from './access-actions.ts'
import { accountOf } from './account.ts'
import { db } from './db.ts'
import { confirmFactor, startFactor, takeCode } from './second-factor.ts'
import type { Caller } from './session.ts'
import { freshConsole, GOOD_PASSWORD, someCaller, temporaryPlaces } from './testing/state.ts'

temporaryPlaces()
before(freshConsole)
let caller: Caller
beforeEach(async () => {
  caller = await someCaller()
  await db().secondFactor.deleteMany()
  await db().recoveryCode.deleteMany()
  await db().tries.deleteMany()
})

const NOW = 1_800_000_000_000
const STEP = 30_000
const author = { user: 'loadbalancer', address: '' }
const codeOf = (secret: string, timestamp: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
const said = (answer: object): string => ('message' in answer ? String(answer.message) : '')

async function confirmed(at = NOW): Promise<{ secret: string; codes: string[] }> {
  const { secret } = (await startFactor(caller.userId, 'x')) ?? assert.fail('not started')
  const codes = await confirmFactor(author, caller.userId, codeOf(secret, at), at)
  return { secret, codes: codes ?? assert.fail('not confirmed') }
}

test('it counts only once a code of it was given; started again, the former secret is gone', async () => {
  const first = await startFactor(caller.userId, 'loadbalancer@lb1')
  assert.match(first?.uri ?? '', /^otpauth:\/\/totp\/Fulcrum:loadbalancer%40lb1\?.*secret=[A-Z2-7]{32}&/)
  assert.equal(await takeCode(caller.userId, codeOf(first?.secret ?? '', NOW), NOW), false)
  const second = await startFactor(caller.userId, 'x')
  assert.notEqual(second?.secret, first?.secret)
  assert.equal(await confirmFactor(author, caller.userId, codeOf(first?.secret ?? '', NOW), NOW), null)
  assert.equal(
    (await confirmFactor(author, caller.userId, codeOf(second?.secret ?? '', NOW), NOW))?.length,
    10,
  )
  assert.equal(await startFactor(caller.userId, 'x'), null, 'one that counts is not replaced')
})

test('the code it was confirmed with is used up; each later one is taken once, an earlier one never', async () => {
  const { secret } = await confirmed()
  const take = (step: number, at = step) =>
    takeCode(caller.userId, codeOf(secret, NOW + step * STEP), NOW + at * STEP)
  assert.equal(await take(0), false)
  assert.equal(await take(2), true)
  assert.equal(await take(2), false)
  assert.equal(await take(1, 2), false, 'still shown by a slow clock, and before the last one taken')
  assert.equal(await take(4, 3), true, 'of a clock that is half a minute ahead')
  assert.equal(await take(9, 7), false, 'of a clock that is a minute ahead')
  for (const wrong of ['', '12345', '1234567', 'abcdef', '١٢٣٤٥٦'])
    assert.equal(await takeCode(caller.userId, wrong, NOW), false)
})

test('forty requests at once with one code: one is let in; the same with a recovery code', async () => {
  const { secret, codes } = await confirmed()
  for (const code of [codeOf(secret, NOW + STEP), codes[0] ?? '']) {
    const all = await Promise.all(Array.from({ length: 40 }, () => takeCode(caller.userId, code, NOW + STEP)))
    assert.equal(all.filter(Boolean).length, 1)
  }
})

test('recovery codes: ten, kept as hashes, each good once in any writing, and only for their user', async () => {
  const { codes } = await confirmed()
  assert.equal(new Set(codes).size, 10)
  const kept = JSON.stringify(await db().recoveryCode.findMany())
  for (const code of codes) {
    assert.match(code, /^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/)
    assert.ok(!kept.includes(code) && !kept.includes(code.replaceAll('-', '')))
  }
  const [first = '', second = ''] = codes
  assert.equal(await takeCode('somebody else', first, NOW), false)
  assert.equal(await takeCode(caller.userId, first.toUpperCase().replaceAll('-', ' '), NOW), true)
  assert.equal(await takeCode(caller.userId, first, NOW), false)
  assert.equal(await takeCode(caller.userId, second, NOW), true)
  assert.equal((await accountOf(caller)).secondFactor.codesLeft, 8)
})

test('it is turned off by password and code together, guesses at either counted like a login', async () => {
  const started = await startFactorAs(caller, undefined)
  assert.ok(started.ok)
  assert.match(
    said(await confirmFactorAs(caller, { code: '000000' })),
    /^Not set up\. This code is not right/,
  )
  const answer = await confirmFactorAs(caller, { code: codeOf(started.secret, Date.now()) })
  assert.ok(answer.ok)
  const [first = '', second = ''] = answer.codes
  assert.equal((await stopFactorAs(caller, { password: 'wrong', code: first })).ok, false)
  assert.equal((await stopFactorAs(caller, { password: GOOD_PASSWORD, code: '000000' })).ok, false)
  assert.ok((await accountOf(caller)).secondFactor.on)
  assert.deepEqual(await stopFactorAs(caller, { password: GOOD_PASSWORD, code: first }), { ok: true })
  assert.ok(!(await accountOf(caller)).secondFactor.on)
  await confirmed()
  for (let i = 0; i < 5; i++) await stopFactorAs(caller, { password: GOOD_PASSWORD, code: '000000' })
  assert.match(
    said(await stopFactorAs(caller, { password: GOOD_PASSWORD, code: second })),
    /Too many wrong tries/,
  )
  assert.deepEqual(await resetFactorAs(caller, { id: caller.userId }), { ok: true })
  assert.ok(!(await accountOf(caller)).secondFactor.on)
  const deeds = await db().audit.findMany({ where: { action: 'second-factor' } })
  assert.ok(deeds.length >= 6 && !JSON.stringify(deeds).includes(started.secret))
})
