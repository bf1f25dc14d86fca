// Sessions, logins and passwords: revoked at once, the same answer for every wrong login, weak passwords refused.
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { before, test } from 'node:test'
import type { ConsoleEvent } from '../protocol/console.ts'
import { changePasswordAs } from './access-actions.ts'
import { answerWizardAs, commitAs, logoutAs, removeAs, saveAs } from './actions.ts'
import { db } from './db.ts'
import { serveTab } from './events.ts'
import { claims, logIn } from './login.ts'
import { weakness } from './password.ts'
import { sessionKeyFile } from './places.ts'
import {
  callerOf,
  endSession,
  forgetEnded,
  liveSession,
  openSession,
  tokenOf,
  touchSession,
  viewerOf,
} from './session.ts'
import { shared } from './shared.ts'
import { freshConsole, GOOD_PASSWORD, someCaller, temporaryPlaces } from './testing/state.ts'
import { FIRST_USER } from './users.ts'
import { asksWizard, readWizardAnswer } from './wizard.ts'

temporaryPlaces()
before(freshConsole)

test('LG-01: the first user logs in; the session knows who and from where', async () => {
  const login = await logIn({ username: FIRST_USER, password: GOOD_PASSWORD }, '192.0.2.9')
  assert.ok(login.ok)
  assert.equal(login.name, 'loadbalancer')
  const caller = await liveSession(login.id)
  assert.deepEqual([caller?.user, caller?.address, caller?.group], ['loadbalancer', '192.0.2.9', 'config'])
})

test('LG-02: loadbalancer is not its password', async () => {
  assert.equal((await logIn({ username: FIRST_USER, password: FIRST_USER }, '')).ok, false)
})

test('an unknown user and a wrong password get the same answer, as slow', async () => {
  // The quickest of many, taken in turn: what other programs do on the machine only ever adds time.
  const quickest: Record<string, number> = {
    nobody: Number.POSITIVE_INFINITY,
    [FIRST_USER]: Number.POSITIVE_INFINITY,
  }
  for (let i = 0; i < 20; i++)
    for (const username of Object.keys(quickest)) {
      await db().tries.deleteMany() // many guesses at one user are slowed down
      const from = performance.now()
      const wrong = await logIn({ username, password: 'not the password' }, `198.51.100.${i}`)
      assert.equal(said(wrong), 'Wrong user or password. 4 tries left for this address, then 15 min pause.')
      quickest[username] = Math.min(quickest[username] ?? 0, performance.now() - from)
    }
  const times = Object.values(quickest)
  assert.ok(Math.min(...times) > 0.7 * Math.max(...times), `${times.join(' and ')} ms`)
})

test('a disabled user neither logs in nor goes on', async () => {
  const caller = await someCaller()
  await db().user.update({ where: { id: caller.userId }, data: { disabled: true } })
  assert.equal((await logIn({ username: FIRST_USER, password: GOOD_PASSWORD }, '')).ok, false)
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

const MINUTE = 60_000
/** How the session of this id came to its end, in the audit trail. */
const endOf = async (id: string) => {
  const row = await db().session.findUniqueOrThrow({ where: { id } })
  const last = await db().audit.findFirst({ where: { action: 'logout' }, orderBy: { id: 'desc' } })
  return row.endedAt && last?.result
}

test('a session ends half an hour after its user did something last, not before, and says so', async () => {
  const now = Date.now()
  const { session } = await someCaller()
  assert.ok(await liveSession(session, now + 29.9 * MINUTE))
  await touchSession(session, now + 29.9 * MINUTE)
  assert.equal((await viewerOf(session, now + 31 * MINUTE))?.session.idleAt, now + 59.9 * MINUTE)
  assert.equal(await liveSession(session, now + 60 * MINUTE), null)
  assert.equal(await endOf(session), 'ended after 30 minutes without activity')
  await touchSession(session, now + 60 * MINUTE)
  assert.equal(await liveSession(session, now + MINUTE), null, 'no way back')
})

test('a session ends twelve hours after its login, whatever is done', async () => {
  const now = Date.now()
  const { session } = await someCaller()
  for (let minutes = 20; minutes < 720; minutes += 20) {
    assert.ok(await liveSession(session, now + minutes * MINUTE), `after ${minutes} minutes`)
    await touchSession(session, now + minutes * MINUTE)
  }
  assert.ok(await liveSession(session, now + 719 * MINUTE))
  assert.equal(await liveSession(session, now + 721 * MINUTE), null)
  assert.equal(await endOf(session), 'ended 12 hours after its login')
})

test('a console that starts forgets ended and abandoned sessions, and no other', async () => {
  const [lives, ended, abandoned] = [await someCaller(), await someCaller(), await someCaller()]
  await endSession(ended.session)
  const lastActivity = new Date(Date.now() - 31 * MINUTE)
  await db().session.update({ where: { id: abandoned.session }, data: { lastActivity } })
  await forgetEnded()
  const left = await db().session.findMany()
  const ids = left.map((s) => s.id)
  assert.deepEqual(
    [lives, ended, abandoned].map((c) => ids.includes(c.session)),
    [true, false, false],
  )
})

test('activity is written down at once, but not more than once in ten seconds', async () => {
  const now = Date.now()
  const { session } = await someCaller()
  const touchedAfter = async (seconds: number) => {
    await liveSession(session, now + seconds * 1000)
    await touchSession(session, now + seconds * 1000)
    const row = await db().session.findUniqueOrThrow({ where: { id: session } })
    return Math.round((row.lastActivity.getTime() - now) / 1000)
  }
  assert.deepEqual([await touchedAfter(5), await touchedAfter(12), await touchedAfter(20)], [0, 12, 12])
})

test('what one tab does, the others hear at once', async () => {
  const caller = await someCaller()
  const ends = (await viewerOf(caller.session))?.session
  assert.ok(ends)
  const told: ConsoleEvent[] = []
  const heard = new Promise<void>((done) => {
    const stop = serveTab({
      caller,
      session: ends,
      rows: null,
      send: (event) => {
        told.push(event)
        if (event.type === 'session') done(stop())
      },
      close: () => assert.fail('closed'),
      lives: () => viewerOf(caller.session),
    })
  })
  const later = Date.now() + 20 * MINUTE
  await touchSession(caller.session, later)
  await heard
  assert.deepEqual(told.at(-1), { type: 'session', session: { ...ends, idleAt: later + 30 * MINUTE } })
})

test('WZ-01 WZ-02: the wizard is offered until somebody answers, never again, and only to who may configure', async () => {
  const caller = await someCaller()
  await readWizardAnswer()
  assert.deepEqual([asksWizard(caller), asksWizard({ ...caller, group: 'report' })], [true, false])
  assert.equal((await answerWizardAs({ ...caller, group: 'report' }, 'dismiss')).ok, false)
  assert.equal((await answerWizardAs(caller, 'later')).ok, false)
  assert.equal(asksWizard(caller), true)
  assert.deepEqual(await answerWizardAs(caller, 'dismiss'), { ok: true })
  assert.deepEqual(await answerWizardAs(caller, 'accept'), { ok: true })
  assert.equal(asksWizard(await someCaller()), false)
  shared('wizard answered', () => ({ yes: true })).yes = false // as a console that was just started
  await readWizardAnswer()
  assert.equal(asksWizard(caller), false)
  assert.deepEqual(
    (await db().answer.findMany()).map((a) => [a.question, a.answer, a.by]),
    [['wizard', 'dismiss', 'loadbalancer']],
  )
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
  assert.equal((await logIn({ username: FIRST_USER, password: GOOD_PASSWORD }, '')).ok, false)
  assert.equal((await logIn({ username: FIRST_USER, password: next }, '')).ok, true)
})

const said = (r: { ok: boolean; message?: string }) => r.message ?? ''

test('every action refuses without a session and without the right, in a whole sentence', async () => {
  const looking = { ...(await someCaller()), group: 'report' }
  const item = { area: 'layer7' as const, id: 'x', rev: 1 }
  assert.equal(said(await saveAs(null, {})), 'Not saved. Your session has ended. Log in again.')
  assert.match(said(await removeAs(looking, item)), /^Not deleted\. .*it is for the group config/)
  assert.match(said(await commitAs(looking, ['layer7'])), /^Not applied\. .*it is for the group config/)
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
