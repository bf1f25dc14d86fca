// Users of directories while they are logged in: asked for every five minutes; gone, regrouped, or nobody can say.
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { db } from './db.ts'
import { type Caller, liveSession, openSession, viewerOf } from './session.ts'
import { FakeLoginUnit } from './testing/login-unit.ts'
import { freshConsole, temporaryPlaces } from './testing/state.ts'
import { vouchAll } from './vouched.ts'

temporaryPlaces()
const unit = new FakeLoginUnit()
before(async () => {
  await freshConsole()
  await unit.listen()
  const row = { key: 'anna', directory: 'ldap-1', passwordHash: '', group: 'report', createdAt: new Date() }
  await db().user.create({ data: { id: 'anna', name: 'Anna', ...row } })
  const local = await db().user.findFirstOrThrow({ where: { directory: '' } })
  await openSession(local.id, '')
})
after(() => unit.close())

const MINUTE = 60_000
let from: number
let session: string
beforeEach(async () => {
  await db().session.deleteMany({ where: { userId: 'anna' } })
  unit.askedStill = []
  from = Date.now()
  session = await openSession('anna', '192.0.2.1')
})
const at = (minutes: number): Promise<Caller | null> => liveSession(session, from + minutes * MINUTE)
const vouchAt = (minutes: number) => vouchAll(from + minutes * MINUTE)

test('asked once in five minutes, for users of directories alone', async () => {
  unit.still = { outcome: 'as-before', group: 'report', why: '' }
  for (const minutes of [1, 4, 5.1, 6, 10, 10.2]) await vouchAt(minutes)
  assert.deepEqual(unit.askedStill, ['Anna', 'Anna'])
})

test('vouched for, a session goes on past the hour', async () => {
  unit.still = { outcome: 'as-before', group: 'report', why: '' }
  await vouchAt(50)
  await db().session.update({ where: { id: session }, data: { lastActivity: new Date(from + 100 * MINUTE) } })
  assert.ok(await at(105))
})

test('gone, the session ends and the trail says why', async () => {
  unit.still = { outcome: 'gone', group: null, why: 'the entry is not there any more' }
  await vouchAt(6)
  assert.equal(await at(6.1), null)
  const last = await db().audit.findFirstOrThrow({ orderBy: { id: 'desc' } })
  assert.deepEqual([last.action, last.user], ['logout', 'Anna'])
  assert.match(last.result, /not there any more/)
})

test('another group holds from then on', async () => {
  assert.equal((await at(0))?.group, 'report')
  unit.still = { outcome: 'as-before', group: 'maintenance', why: '' }
  await vouchAt(6)
  assert.equal((await at(6.1))?.group, 'maintenance')
})

for (const outcome of ['unknowable', 'unavailable'] as const)
  test(`${outcome}: the session ends an hour after the directory last said so, whatever is done`, async () => {
    unit.still = { outcome, group: null, why: 'no service account' }
    for (let minutes = 6; minutes < 60; minutes += 6) await vouchAt(minutes)
    await db().session.update({
      where: { id: session },
      data: { lastActivity: new Date(from + 59 * MINUTE) },
    })
    const ends = await viewerOf(session, from + 59 * MINUTE)
    assert.match(ends?.session.latestBecause ?? '', /^no directory could say for 60 minutes/)
    assert.ok(await at(59.9))
    assert.equal(await at(60.1), null)
  })
