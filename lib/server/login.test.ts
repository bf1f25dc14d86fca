// Logins of local users and of directories' users, with and without a code: who is asked, who is let in, what the trail says.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, beforeEach, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { db } from './db.ts'
import { askDirectories } from './directory.ts'
import { type Login, logIn } from './login.ts'
import { loginSocket } from './places.ts'
import { confirmFactor, startFactor } from './second-factor.ts'
import { liveSession } from './session.ts'
import { FakeLoginUnit } from './testing/login-unit.ts'
import { freshConsole, GOOD_PASSWORD, temporaryPlaces } from './testing/state.ts'
import { seal, unseal } from './ticket.ts'
import { FIRST_USER } from './users.ts'

temporaryPlaces()
const unit = new FakeLoginUnit()
before(async () => {
  await freshConsole()
  await unit.listen()
})
after(() => unit.close())
beforeEach(async () => {
  unit.asked = []
  await db().tries.deleteMany()
})

const NOW = Date.now()
const FROM = '192.0.2.9'
const accepts = (
  user: string,
  group: 'config' | 'maintenance' | 'report' = 'report',
  directory = 'ldap-1',
) => {
  unit.answer = () => ({ outcome: 'accepted', user, directory, group })
}
const withPassword = (username: string, password = 'of the directory') =>
  logIn({ username, password }, FROM, NOW)
const message = (login: Login): string => ('message' in login ? login.message : JSON.stringify(login))
const idOf = (login: Login): string => (login.ok ? login.id : assert.fail(message(login)))
const ticketOf = (login: Login): string =>
  'ticket' in login ? login.ticket : assert.fail(JSON.stringify(login))
const lastEntry = () => db().audit.findFirstOrThrow({ where: { action: 'login' }, orderBy: { id: 'desc' } })

test('a name that exists here is never sent to a directory: in no spelling, with no password, disabled neither', async () => {
  accepts('intruder', 'config')
  const spellings = [
    FIRST_USER,
    'LoadBalancer',
    ` ${FIRST_USER} `,
    'ｌｏａｄｂａｌａｎｃｅｒ',
    'load\u200bbalancer',
    '\tLOADBALANCER\n',
  ]
  for (const name of spellings) assert.equal((await withPassword(name)).ok, false, name)
  await db().user.updateMany({ data: { disabled: true } })
  assert.equal((await withPassword(FIRST_USER, GOOD_PASSWORD)).ok, false)
  await db().user.updateMany({ data: { disabled: false } })
  assert.deepEqual(unit.asked, [])
  await db().tries.deleteMany()
  assert.ok((await withPassword('LoadBalancer', GOOD_PASSWORD)).ok)
})

test('a directory’s user gets a row without a password, and the directory’s group anew at each login', async () => {
  accepts('Anna Smith', 'maintenance')
  const first = await liveSession(idOf(await withPassword('anna')))
  assert.deepEqual([first?.user, first?.group, first?.duty], ['Anna Smith', 'maintenance', null])
  assert.deepEqual(unit.asked, [{ user: 'anna', password: 'of the directory', address: FROM }])
  accepts('anna smith', 'report')
  const second = await liveSession(idOf(await withPassword('anna')))
  assert.deepEqual([second?.userId, second?.group], [first?.userId, 'report'])
  const row = await db().user.findUniqueOrThrow({ where: { id: first?.userId ?? '' } })
  assert.deepEqual([row.passwordHash, row.directory, row.lastLogin?.getTime()], ['', 'ldap-1', NOW])
  assert.deepEqual(
    (await db().knownAddress.findMany({ where: { key: { contains: 'anna' } } })).map((k) => k.key),
    [`${FROM} anna`],
  )
  accepts('Anna Smith', 'report', 'ldap-2')
  const other = await liveSession(idOf(await withPassword('anna')))
  assert.notEqual(other?.userId, first?.userId, 'the same name in another directory is another person')
})

test('a directory cannot hand out a local user’s name, nor let in who is disabled here', async () => {
  accepts('LOADBALANCER', 'config')
  assert.match(message(await withPassword('CORP\\loadbalancer')), /^Wrong user or password\./)
  assert.match((await lastEntry()).result, /^refused: .*local user/)
  accepts('bert')
  idOf(await withPassword('bert'))
  await db().user.updateMany({ where: { key: 'bert' }, data: { disabled: true } })
  assert.match(message(await withPassword('bert')), /^Wrong user or password\./)
})

test('why a directory refuses is in the trail and not told', async () => {
  unit.answer = () => ({ outcome: 'refused', why: 'in no group that is mapped' })
  assert.equal(
    message(await withPassword('carla')),
    'Wrong user or password. 4 tries left for this address, then 15 min pause.',
  )
  assert.equal((await lastEntry()).result, 'refused: in no group that is mapped')
})

test('directories that do not answer count for nobody; an answer that is none neither', async () => {
  unit.answer = () => ({ outcome: 'unavailable', why: 'no answer' })
  for (let i = 0; i < 20; i++)
    assert.match(message(await withPassword('carla')), /^Not logged in\. No directory answers now/)
  unit.answer = () => ({ outcome: 'accepted' }) as never
  assert.match(message(await withPassword('carla')), /^Not logged in\. No directory/)
  assert.equal(await db().tries.count({ where: { count: { gt: 0 } } }), 0)
})

test('a directory may ask for one more thing; its answer goes back with what it gave', async () => {
  unit.answer = ({ state }) =>
    state === 'S1'
      ? { outcome: 'accepted', user: 'dora', directory: 'radius-1', group: 'report' }
      : { outcome: 'challenge', prompt: 'Token code?', state: 'S1' }
  const asked = await withPassword('dora')
  assert.ok('prompt' in asked && asked.prompt === 'Token code?')
  idOf(await logIn({ ticket: ticketOf(asked), code: '314159' }, FROM, NOW))
  assert.deepEqual(unit.asked.at(-1), { user: 'dora', password: '314159', address: FROM, state: 'S1' })
  for (let i = 0; i < 5; i++) await withPassword('dora')
  assert.match(
    message(await withPassword('dora')),
    /^Too many wrong tries/,
    'a challenge may follow a wrong password',
  )
})

/** The first user with a second factor, and what its device shows. */
async function factor(): Promise<{ codeAt: (ms: number) => string; recovery: string[]; userId: string }> {
  const { id } = await db().user.findFirstOrThrow({ where: { name: FIRST_USER } })
  await db().secondFactor.deleteMany()
  const setup = await startFactor(id, 'x')
  const totp = new TOTP({ secret: Secret.fromBase32(setup?.secret ?? '') })
  const codeAt = (timestamp: number) => totp.generate({ timestamp })
  const recovery = await confirmFactor(
    { user: FIRST_USER, address: '' },
    id,
    codeAt(NOW - 60_000),
    NOW - 60_000,
  )
  return { codeAt, recovery: recovery ?? assert.fail('not confirmed'), userId: id }
}

test('with a second factor a right password opens nothing; a code does, once', async () => {
  const { codeAt } = await factor()
  const asked = await withPassword(FIRST_USER, GOOD_PASSWORD)
  const ticket = ticketOf(asked)
  const sessions = await db().session.count()
  assert.match(message(await logIn({ ticket, code: '000000' }, FROM, NOW)), /^This code is not right/)
  assert.equal(await db().session.count(), sessions)
  idOf(await logIn({ ticket, code: codeAt(NOW) }, FROM, NOW))
  assert.match(message(await logIn({ ticket, code: codeAt(NOW) }, FROM, NOW)), /used before/)
})

test('a password that is known forgives no wrong codes: five, then a pause', async () => {
  await factor()
  const says: string[] = []
  for (let i = 0; i < 6; i++) {
    const asked = await withPassword(FIRST_USER, GOOD_PASSWORD)
    says.push(
      'ticket' in asked
        ? message(await logIn({ ticket: asked.ticket, code: '000000' }, FROM, NOW))
        : message(asked),
    )
  }
  assert.match(says[4] ?? '', /No try is left/)
  assert.match(says[5] ?? '', /^Too many wrong tries/)
})

test('a ticket dies with the password, with the user, and after five minutes; a forged one and a cookie are none', async () => {
  const { codeAt, userId } = await factor()
  const ticket = ticketOf(await withPassword(FIRST_USER, GOOD_PASSWORD))
  const enter = (sealed = ticket) => logIn({ ticket: sealed, code: codeAt(NOW) }, FROM, NOW)
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: userId } })
  await db().user.update({ where: { id: userId }, data: { passwordHash: 'other' } })
  assert.match(message(await enter()), /^This code is not right/)
  await db().user.update({ where: { id: userId }, data: { passwordHash, disabled: true } })
  assert.match(message(await enter()), /^This code is not right/)
  await db().user.update({ where: { id: userId }, data: { disabled: false } })
  for (const bad of ['x', `${ticket.slice(0, -4)}AAAA`])
    assert.match(message(await enter(bad)), /^This took longer/)
  assert.equal(await unseal(await seal({ asks: 'directory' } as never)), null)
  idOf(await enter())
  await db().secondFactor.deleteMany()
})

test('without the unit there is no directory; a unit that is dead or talks nonsense is one that does not answer', async () => {
  await unit.close()
  const question = { user: 'x', password: 'y', address: '' }
  assert.deepEqual(await askDirectories(question), { outcome: 'none' })
  assert.match(message(await withPassword('nobody')), /^Wrong user or password\./)
  writeFileSync(loginSocket(), '')
  assert.equal((await askDirectories(question)).outcome, 'unavailable')
  assert.ok((await withPassword(FIRST_USER, GOOD_PASSWORD)).ok, 'local users do not wait for it')
})
