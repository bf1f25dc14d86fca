// The login unit as the agent runs it: only where a directory is set up, as its own user, with secrets that nobody else can read. Needs root.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Document, Item } from '../lib/model/document.ts'
import type { Places } from './places.ts'
import { type Agent, startAgent } from './start.ts'
import { bundle } from './testing/bundle.ts'
import { applied, ask, commitAll, endOf } from './testing/client.ts'
import { RADIUS_SECRET, startRadius } from './testing/directories/freeradius.ts'
import { freePort, here, type Started } from './testing/directories/host.ts'
import { endHome, makeHome } from './testing/home.ts'
import { soon } from './testing/traffic.ts'
import { forgetSecrets } from './verbs/secrets.ts'

const AREA = 'external-authentication'
const NAME = `item-${'a'.repeat(32)}`
const OTHER = `item-${'b'.repeat(32)}`
let places: Places
let agent: Agent
let radius: Started
let port: number

const item = (id: string, kind: string, parent: string, label: string, data: Item['data']): Item => ({
  ...{ id, kind, parent, label, position: 0, data },
})
const document = (...items: Item[]): Document => ({ area: AREA, version: 1, items })
const directory = (secret: string, more: Item['data'] = {}) =>
  document(
    item('d', 'directory', AREA, 'Tokens', {
      ...{ type: 'radius', servers: `127.0.0.1:${port}`, secret, retries: 0, timeout: 1, ...more },
    }),
    item('g', 'group-map', 'd', 'lb-admin', { group: 'config' }),
  )
const commit = async (wanted: Document) => endOf(await commitAll(places.socket, [wanted]))
const login = async (user: string, password: string) =>
  (await ask(places.loginSocket, 'login', { user, password, address: '' })).answer.outcome as string
const pid = () => Number(readFileSync(join(places.run, 'login.pid'), 'utf8').split(' ')[0])
/** Whether a user of the machine can read, or connect to, a file. */
const can = (user: string, access: '-r' | '-w', path: string): boolean => {
  try {
    execFileSync('setpriv', ['--reuid', user, '--regid', user, '--clear-groups', 'test', access, path])
    return true
  } catch {
    return false
  }
}

before(async () => {
  places = await makeHome('shared')
  await bundle('login/main.ts', places.login)
  port = await freePort()
  radius = await startRadius({ host: here, folder: join(places.state, 'radius'), address: '127.0.0.1', port })
  agent = await startAgent({ places, every: 300, patience: 5000 })
})
after(async () => {
  await agent?.stop()
  await radius?.stop()
  await endHome(places)
})

test('a secret is kept under a name of an item, and under no other', async () => {
  assert.equal((await ask(places.socket, 'keep-secret', { name: NAME, value: RADIUS_SECRET })).status, 200)
  assert.equal(statSync(join(places.secrets, NAME)).mode & 0o777, 0o600)
  for (const name of ['console-key', '../lock', 'item-x', `${NAME}/..`])
    assert.equal((await ask(places.socket, 'keep-secret', { name, value: 'x' })).status, 400, name)
})

test('it is started with the first directory, as its own user; the console can ask it and read nothing', async () => {
  assert.ok(!existsSync(places.loginSocket))
  const end = await commit(directory(NAME))
  assert.equal(end.type, 'applied', JSON.stringify(end))
  assert.ok(
    end.type === 'applied' && end.readBack.includes('The login unit answers with this configuration.'),
  )
  assert.equal(await login('alice', 'alicepw'), 'accepted')
  assert.equal(await login('alice', 'wrong'), 'refused')
  const ids = readFileSync(`/proc/${pid()}/status`, 'utf8')
  const [uid] = /^Uid:\t(\d+)/m.exec(ids)?.slice(1) ?? []
  assert.equal(uid, execFileSync('id', ['-u', 'fulcrum-login'], { encoding: 'utf8' }).trim())
  for (const user of ['fulcrum', 'fulcrum-check', 'nobody'])
    assert.ok(!can(user, '-r', places.loginConfig), user)
  assert.ok(can('fulcrum-login', '-r', places.loginConfig))
  assert.deepEqual(
    ['fulcrum', 'fulcrum-check', 'nobody'].map((user) => can(user, '-w', places.loginSocket)),
    [true, false, false],
  )
})

test('the secret stands in no document, no rendered file that is told, no argument, no environment and no log', async () => {
  const told = JSON.stringify(await applied(places.socket))
  assert.ok(told.includes(NAME) && !told.includes(RADIUS_SECRET))
  for (const file of ['cmdline', 'environ'])
    assert.ok(!readFileSync(`/proc/${pid()}/${file}`, 'utf8').includes(RADIUS_SECRET))
  const log = readFileSync(join(places.agent, 'units/login/login.log'), 'utf8')
  assert.match(log, /login of "alice" from : refused \(Tokens: The server refused the user\.\)/)
  assert.doesNotMatch(log, /alicepw|wrong|testing/)
})

test('another configuration is taken by the same process; an outdated one is started anew', async () => {
  const before = pid()
  assert.equal((await ask(places.socket, 'keep-secret', { name: OTHER, value: 'quo"te\\d' })).status, 200)
  assert.equal((await commit(directory(OTHER))).type, 'applied')
  assert.equal(await login('alice', 'alicepw'), 'unavailable', 'another secret')
  assert.equal(JSON.parse(readFileSync(places.loginConfig, 'utf8')).directories[0].secret, 'quo"te\\d')
  assert.equal((await commit(directory(NAME))).type, 'applied')
  assert.equal(await login('alice', 'alicepw'), 'accepted')
  assert.equal(pid(), before)
  const later = Date.now() / 1000 + 5
  utimesSync(places.login, later, later)
  await agent.stop()
  agent = await startAgent({ places, every: 300, patience: 5000 })
  assert.notEqual(pid(), before)
  assert.equal(await login('alice', 'alicepw'), 'accepted')
})

test('one that is killed is started again', async () => {
  process.kill(pid(), 'SIGKILL')
  const again = () => login('alice', 'alicepw').catch(() => '')
  await soon('it answers again', async () => (await again()) === 'accepted', 6000)
})

test('a secret that nobody kept is said before anything changes', async () => {
  const end = await commit(directory(`item-${'c'.repeat(32)}`))
  assert.ok(end.type === 'reverted' && /not on this appliance/.test(end.reason), JSON.stringify(end))
  assert.equal(await login('alice', 'alicepw'), 'accepted')
})

test('with the last directory it goes, and leaves neither socket nor secrets below /run', async () => {
  const was = pid()
  assert.equal((await commit(document())).type, 'applied')
  assert.ok(!existsSync(places.loginSocket) && !existsSync(places.loginConfig))
  assert.throws(() => process.kill(was, 0))
})

test('secrets that nothing names any more are deleted, when they are no longer young', async () => {
  const unused = `item-${'d'.repeat(32)}`
  for (const name of [unused, NAME]) writeFileSync(join(places.secrets, name), 'x')
  const all = () =>
    readdirSync(places.secrets)
      .filter((n) => n.startsWith('item-'))
      .sort()
  assert.equal(forgetSecrets(places, []), 0, 'a save may be under way')
  const later = Date.now() + 7_200_000
  assert.equal(forgetSecrets(places, [unused], later), 0, 'saved and not committed')
  assert.deepEqual(all(), [NAME, OTHER, unused])
  assert.equal(forgetSecrets(places, [], later), 1, 'kept generations name the others')
  assert.deepEqual(all(), [NAME, OTHER])
})
