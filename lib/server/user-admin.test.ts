// Users added, changed, disabled and deleted: what is refused, what happens to their sessions, and that somebody can always configure.
import assert from 'node:assert/strict'
import { before, beforeEach, test } from 'node:test'
import { GROUPS } from '../model/rights.ts'
import type { ConsoleEvent } from '../protocol/console.ts'
import {
  addUserAs,
  endSessionsAs,
  modifyUserAs,
  removeUserAs,
  saveAccessAs,
  setPasswordAs,
} from './access-actions.ts'
import { accessNow, DEFAULT_ACCESS, readAccess } from './access-settings.ts'
import { accountOf, everybody } from './account.ts'
import { db } from './db.ts'
import { serveTab } from './events.ts'
import { logIn } from './login.ts'
import { type Caller, liveSession, openSession, viewerOf } from './session.ts'
import { shared } from './shared.ts'
import { freshConsole, GOOD_PASSWORD, someCaller, temporaryPlaces } from './testing/state.ts'

temporaryPlaces()
before(freshConsole)
let admin: Caller
beforeEach(async () => {
  admin = await someCaller()
  await db().tries.deleteMany()
})

const said = (answer: object): string => ('message' in answer ? String(answer.message) : '')
const add = (name: string, more: object = {}) =>
  addUserAs(admin, { name, group: 'report', password: GOOD_PASSWORD, mustChange: false, ...more })
const userOf = (name: string) => db().user.findFirstOrThrow({ where: { key: name } })
const callerOf = async (name: string): Promise<Caller> =>
  (await liveSession(await openSession((await userOf(name)).id, '192.0.2.8'))) ?? assert.fail(name)
const lastDeed = () =>
  db().audit.findFirstOrThrow({ where: { NOT: { action: 'refuse' } }, orderBy: { id: 'desc' } })

test('a user is added with a name and a password that will do, once', async () => {
  for (const name of ['', 'Anna', '.anna', 'an na', 'anna\n', 'änna', 'a'.repeat(65)])
    assert.match(said(await add(name)), /not understood/, name)
  assert.match(said(await add('anna', { password: 'short' })), /^Not added\. Use at least 12/)
  assert.match(said(await add('anna', { password: 'anna-password' })), /^Not added\. This is too easy/)
  assert.deepEqual(await add('anna'), { ok: true })
  assert.match(said(await add('anna')), /^Not added\. There is a user anna already/)
  const deed = await lastDeed()
  assert.deepEqual([deed.action, deed.user], ['user-add', 'loadbalancer'])
  assert.deepEqual(JSON.parse(deed.after ?? ''), { user: 'anna', group: 'report', disabled: false })
  assert.ok((await logIn({ username: 'Anna', password: GOOD_PASSWORD }, '')).ok)
})

test('two requests at once add one user', async () => {
  const both = await Promise.allSettled([add('twin'), add('twin')])
  const done = both.filter((b) => b.status === 'fulfilled' && b.value.ok)
  assert.equal(done.length, 1)
})

test('a given password must be changed before anything else', async () => {
  await add('bert', { mustChange: true })
  const bert = await callerOf('bert')
  assert.equal(bert.duty, 'password')
  const { id } = await userOf('bert')
  await setPasswordAs(admin, { id, password: 'another long phrase 9', mustChange: false })
  assert.equal((await callerOf('bert')).duty, null)
  assert.equal(await liveSession(bert.session), null, 'a new password ends all sessions')
})

test('who is disabled or deleted is out: sessions, and the stream at once', async () => {
  for (const [name, act] of [
    ['carla', async (id: string) => modifyUserAs(admin, { id, group: 'report', disabled: true })],
    ['dora', async (id: string) => removeUserAs(admin, { id })],
  ] as const) {
    await add(name)
    const { id } = await userOf(name)
    const caller = await callerOf(name)
    const { session } = caller
    const viewer = (await viewerOf(session)) ?? assert.fail()
    const closed = new Promise<void>((close) =>
      serveTab({ ...viewer, rows: null, send: () => {}, close, lives: () => viewerOf(session) }),
    )
    assert.deepEqual(await act(id), { ok: true })
    await closed
    assert.equal(await liveSession(session), null)
    assert.equal((await logIn({ username: name, password: GOOD_PASSWORD }, '')).ok, false)
  }
})

test('another group holds at once, and the open page hears of it', async () => {
  await add('emil')
  const { id } = await userOf('emil')
  const viewer = (await viewerOf((await callerOf('emil')).session)) ?? assert.fail()
  const groups: string[] = []
  const send = (event: ConsoleEvent) => void (event.type === 'hello' && groups.push(event.group))
  const { session } = viewer.caller
  const stop = serveTab({ ...viewer, rows: null, send, close: () => {}, lives: () => viewerOf(session) })
  await modifyUserAs(admin, { id, group: 'maintenance', disabled: false })
  await new Promise((done) => setTimeout(done, 50))
  stop()
  assert.deepEqual(groups, ['report', 'maintenance'])
  assert.equal((await liveSession(session))?.group, 'maintenance')
})

test('the last enabled local user of group config stays: not deleted, disabled or regrouped, by two at once neither', async () => {
  const { id } = await userOf('loadbalancer')
  const only = async () => [
    await removeUserAs(admin, { id }),
    await modifyUserAs(admin, { id, group: 'config', disabled: true }),
    await modifyUserAs(admin, { id, group: 'maintenance', disabled: false }),
  ]
  for (const answer of await only()) assert.match(said(answer), /last enabled local user of the group config/)
  await add('second', { group: 'config' })
  const second = await userOf('second')
  const row = { key: 'root', directory: 'ldap', passwordHash: '', group: 'config', createdAt: new Date() }
  await db().user.create({ data: { id: 'of-ldap', name: 'root', ...row } })
  const both = await Promise.all([
    removeUserAs(admin, { id: second.id }),
    modifyUserAs(admin, { id, group: 'report', disabled: false }),
  ])
  assert.deepEqual(both.map((b) => b.ok).sort(), [false, true])
  const left = { directory: '', group: 'config', disabled: false }
  assert.equal(await db().user.count({ where: left }), 1)
  await db().user.update({ where: { id }, data: { group: 'config' } })
})

test('what a directory knows of its users is not changed here; a local user of the name puts theirs out', async () => {
  const row = { key: 'frida', directory: 'ldap', passwordHash: '', group: 'report', createdAt: new Date() }
  const { id } = await db().user.create({ data: { id: 'frida', name: 'Frida', ...row } })
  assert.match(
    said(await modifyUserAs(admin, { id, group: 'config', disabled: false })),
    /comes from the directory/,
  )
  assert.match(
    said(await setPasswordAs(admin, { id, password: GOOD_PASSWORD, mustChange: false })),
    /kept by the directory/,
  )
  const session = await openSession(id, '')
  assert.ok(await liveSession(session))
  assert.deepEqual(await add('frida'), { ok: true })
  assert.equal(await liveSession(session), null)
})

test('everybody ends their own sessions; those of others only the group config', async () => {
  await add('gerd')
  await add('hans')
  const [gerd, again, hans] = [await callerOf('gerd'), await callerOf('gerd'), await callerOf('hans')]
  for (const which of [{ session: hans.session }, { user: hans.userId }])
    assert.match(said(await endSessionsAs(gerd, which)), /no such session/)
  assert.ok(await liveSession(hans.session))
  assert.deepEqual((await accountOf(gerd)).sessions.map((s) => [s.user, s.own]).sort(), [
    ['gerd', false],
    ['gerd', true],
  ])
  assert.deepEqual(await endSessionsAs(gerd, 'others'), { ok: true, ended: 1 })
  assert.deepEqual(
    [await liveSession(again.session), (await liveSession(gerd.session))?.user],
    [null, 'gerd'],
  )
  assert.ok((await everybody(admin)).sessions.some((s) => s.id === hans.session))
  assert.deepEqual(await endSessionsAs(admin, { user: hans.userId }), { ok: true, ended: 1 })
  assert.equal(await liveSession(hans.session), null)
})

test('times are set within bounds, hold at once for open sessions, and survive a restart', async () => {
  const now = Date.now()
  const caller = await someCaller()
  const set = (more: object) => saveAccessAs(admin, { ...DEFAULT_ACCESS, ...more })
  for (const bad of [
    { idleMinutes: 4 },
    { latestMinutes: 1441 },
    { idleMinutes: 60, latestMinutes: 30 },
    { unconfirmedMinutes: 0 },
    { secondFactor: ['all'] },
  ])
    assert.equal((await set(bad)).ok, false, JSON.stringify(bad))
  await set({ idleMinutes: 10, latestMinutes: 60 })
  assert.ok(await liveSession(caller.session, now + 9 * 60_000))
  assert.equal(await liveSession(caller.session, now + 10.1 * 60_000), null)
  shared('access settings', () => ({ now: DEFAULT_ACCESS })).now = DEFAULT_ACCESS
  await readAccess()
  assert.deepEqual([accessNow().idleMinutes, accessNow().latestMinutes], [10, 60])
  await saveAccessAs(await someCaller(), DEFAULT_ACCESS)
})

test('a group that must have a second factor sets it up before anything else', async () => {
  await saveAccessAs(admin, { ...DEFAULT_ACCESS, secondFactor: ['report'] })
  await add('ida')
  assert.equal((await callerOf('ida')).duty, 'second-factor')
  assert.equal((await callerOf('loadbalancer')).duty, null)
  assert.ok(GROUPS.includes('report'))
  await saveAccessAs(admin, DEFAULT_ACCESS)
  assert.equal((await callerOf('ida')).duty, null)
})
