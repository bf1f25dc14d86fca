// Sessions, logins and passwords: revoked at once, the same answer for every wrong login, weak passwords refused.
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { before, test } from 'node:test'
import { changePasswordAs, commitAs, logoutAs, removeAs, saveAs } from './actions.ts'
import { db } from './db.ts'
import { claims, logIn } from './login.ts'
import { weakness } from './password.ts'
import { sessionKeyFile } from './places.ts'
import { callerOf, endSession, liveSession, openSession, tokenOf, touchSession } from './session.ts'
import { freshConsole, GOOD_PASSWORD, someCaller, temporaryPlaces } from './testing/state.ts'
import { FIRST_USER } from './users.ts'

temporaryPlaces()
before(freshConsole)

test('LG-01: the first user logs in; the session knows who and from where', async () => {
  const login = await logIn({ username: FIRST_USER, password: GOOD_PASSWORD }, '192.0.2.9')
  assert.equal(login?.name, 'loadbalancer')
  const caller = await liveSession(login?.id ?? '')
  assert.deepEqual([caller?.user, caller?.address, caller?.group], ['loadbalancer', '192.0.2.9', 'config'])
})

test('LG-02: loadbalancer is not its password', async () => {
  assert.equal(await logIn({ username: FIRST_USER, password: FIRST_USER }, ''), null)
})

test('an unknown user and a wrong password get the same answer, as slow', async () => {
  // The quickest of many, taken in turn: what other programs do on the machine only ever adds time.
  const quickest: Record<string, number> = {
    nobody: Number.POSITIVE_INFINITY,
    [FIRST_USER]: Number.POSITIVE_INFINITY,
  }
  for (let i = 0; i < 20; i++)
    for (const username of Object.keys(quickest)) {
      const from = performance.now()
      assert.equal(await logIn({ username, password: 'not the password' }, ''), null)
      quickest[username] = Math.min(quickest[username] ?? 0, performance.now() - from)
    }
  const times = Object.values(quickest)
  assert.ok(Math.min(...times) > 0.7 * Math.max(...times), `${times.join(' and ')} ms`)
})

test('a disabled user neither logs in nor goes on', async () => {
  const caller = await someCaller()
  await db().user.update({ where: { id: caller.userId }, data: { disabled: true } })
  assert.equal(await logIn({ username: FIRST_USER, password: GOOD_PASSWORD }, ''), null)
  const other = await openSession(caller.userId, '')
  assert.equal(await liveSession(other), null)
  await db().user.update({ where: { id: caller.userId }, data: { disabled: false } })
})

test('an ended session is over at once, also for a cookie seen a moment ago', async () => {
  const { session } = await someCaller()
  const cookie = await tokenOf(session)
  assert.equal((await callerOf(cookie))?.session, session)
  await endSession(session)
  assert.equal(await callerOf(cookie), null)
})

test('a forged or foreign cookie is nobody’s', async () => {
  const cookie = await tokenOf((await someCaller()).session)
  for (const bad of ['', 'x', `${cookie.slice(0, -3)}AAA`, undefined]) assert.equal(await callerOf(bad), null)
})

test('a session ends twelve hours after its login', async () => {
  const { session } = await someCaller()
  await db().session.update({
    where: { id: session },
    data: { createdAt: new Date(Date.now() - 13 * 3600_000) },
  })
  const fresh = await openSession((await someCaller()).userId, '')
  await db().session.update({
    where: { id: fresh },
    data: { createdAt: new Date(Date.now() - 13 * 3600_000) },
  })
  assert.equal(await liveSession(fresh), null)
})

test('activity is written down, but not more than once a minute', async () => {
  const id = await openSession((await someCaller()).userId, '')
  const long = new Date(Date.now() - 600_000)
  const lastActivity = async () => (await db().session.findUniqueOrThrow({ where: { id } })).lastActivity
  await db().session.update({ where: { id }, data: { lastActivity: long } })
  await liveSession(id)
  await touchSession(id)
  assert.ok((await lastActivity()).getTime() > Date.now() - 5_000)
  await db().session.update({ where: { id }, data: { lastActivity: long } })
  await touchSession(id)
  assert.deepEqual(await lastActivity(), long)
})

test('LG-09: changing the password ends all other sessions; old refused, new accepted', async () => {
  const [mine, other] = [await someCaller(), await someCaller()]
  const next = 'another long phrase 9'
  const change = (current: string, again = next, to = next) =>
    changePasswordAs(mine, { current, next: to, again })
  assert.match(said(await change('wrong')), /^Not changed\. The current password is not right\.$/)
  assert.match(said(await change(GOOD_PASSWORD, 'other')), /differ/)
  assert.match(said(await change(GOOD_PASSWORD, 'short', 'short')), /at least 12/)
  assert.ok(await liveSession(other.session))
  assert.deepEqual(await change(GOOD_PASSWORD), { ok: true })
  assert.equal(await liveSession(other.session), null)
  assert.ok(await liveSession(mine.session))
  assert.equal(await logIn({ username: FIRST_USER, password: GOOD_PASSWORD }, ''), null)
  assert.ok(await logIn({ username: FIRST_USER, password: next }, ''))
})

const said = (r: { ok: boolean; message?: string }) => r.message ?? ''

test('every action refuses without a session and without the right, in a whole sentence', async () => {
  const looking = { ...(await someCaller()), group: 'report' }
  const item = { area: 'layer7' as const, id: 'x', rev: 1 }
  assert.equal(said(await saveAs(null, {})), 'Not saved. Your session has ended. Log in again.')
  assert.match(said(await removeAs(looking, item)), /^Not deleted\. .*may only look/)
  assert.match(said(await commitAs(looking, ['layer7'])), /^Not applied\. .*may only look/)
  assert.match(said(await changePasswordAs(null, {})), /^Not changed\./)
  assert.match(said(await saveAs(await someCaller(), { area: 'nowhere' })), /not understood/)
})

test('logging out ends the session', async () => {
  const caller = await someCaller()
  await logoutAs(caller)
  assert.equal(await liveSession(caller.session), null)
})

test('the cookie’s key is the console’s alone, and the token carries nothing but the session', async () => {
  await tokenOf('x')
  assert.equal(statSync(sessionKeyFile()).mode & 0o777, 0o600)
  assert.deepEqual(claims({ token: { name: 'anna', sub: 'x' }, user: { id: 'session-id' } }), {
    session: 'session-id',
  })
})

test('LG-03: weak passwords are refused with a reason', () => {
  for (const weak of [
    'short',
    'loadbalancer',
    'Loadbalancer1!',
    'fulcrum-fulcrum',
    'password123456',
    'aaaaaaaaaaaaaaaa',
    'abababababababab',
    'qwertyuiop1234',
    'x'.repeat(257),
  ])
    assert.ok(weakness(weak, 'loadbalancer'), weak)
  for (const good of [GOOD_PASSWORD, 'kR7!vq2#Lz', 'abcde-fghjk-mnpqr-23456'])
    assert.equal(weakness(good, 'loadbalancer'), null)
})
