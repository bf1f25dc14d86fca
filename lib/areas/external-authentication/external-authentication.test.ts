// External authentication: what is accepted as a directory, what must stand together, and what the login unit is given.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Item } from '../../model/document.ts'
import { checkDocument } from '../check.ts'
import { verifyAll } from '../plan.ts'
import { documentsWith, itemOf, noDocuments, sampleFacts } from '../testing.ts'
import { LOGIN_FILE, loginConfig } from './config.ts'
import { render } from './render.ts'
import { serversIn } from './texts.ts'

const AREA = 'external-authentication'
const SECRET = `item-${'0'.repeat(32)}`
const LDAP = { servers: 'ldap.example.com', base: 'dc=example', account: 'cn=svc', accountPassword: SECRET }
const RADIUS = { type: 'radius', servers: '10.0.0.7', secret: SECRET }

const given = (data: Record<string, unknown>, groups: string[] = ['cn=a,dc=example']) =>
  documentsWith(AREA, [
    itemOf(AREA, { id: 'd', kind: 'directory', label: 'Corp', data }),
    ...groups.map((label, i): Item => itemOf(AREA, { id: `g${i}`, kind: 'group-map', parent: 'd', label })),
  ])
const refused = (data: Record<string, unknown>): (string | undefined)[] => [
  ...new Set(checkDocument(given(data)[AREA]).map((p) => p.path.field)),
]
const found = (data: Record<string, unknown>, groups?: string[]) =>
  verifyAll(given(data, groups), sampleFacts).map((p) => [p.code, p.level, p.path.field])
const configOf = (data: Record<string, unknown>, groups?: string[]) => {
  const [file] = render(given(data, groups))
  assert.equal(file?.path, LOGIN_FILE)
  return loginConfig.parse(JSON.parse(file.content))
}

test('servers as people write them', () => {
  assert.deepEqual(serversIn('dc1.example.com:1636, 10.0.0.5,[2001:db8::1]:389, 2001:db8::2'), [
    { host: 'dc1.example.com', port: 1636 },
    { host: '10.0.0.5' },
    { host: '2001:db8::1', port: 389 },
    { host: '2001:db8::2' },
  ])
  for (const servers of [
    '',
    ',',
    'a b',
    'a:0',
    'a:65536',
    '10.0.0',
    'ldap://a',
    '-a',
    'a;b',
    '[a]:1',
    'x'.repeat(300),
  ])
    assert.deepEqual(refused({ ...LDAP, servers }), ['servers'], servers)
  assert.deepEqual(refused({ ...LDAP, servers: Array.from({ length: 11 }, (_, i) => `s${i}`).join() }), [
    'servers',
  ])
})

test('filters, names and certificates are refused unless they plainly are some', () => {
  for (const filter of ['uid={user}', '(uid=x)', '(uid={user}', '(uid={user}))', '(a={user})(b=c)'])
    assert.deepEqual(refused({ ...LDAP, filter }), ['filter'], filter)
  assert.deepEqual(refused({ ...LDAP, filter: '(&(objectClass=person)(|(uid={user})(mail={user})))' }), [])
  assert.deepEqual(refused({ ...LDAP, userName: 'uid=alice' }), ['userName'])
  for (const authorities of ['x', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'])
    assert.deepEqual(refused({ ...LDAP, authorities }), ['authorities'], authorities)
})

test('a document holds the names of secrets and never a secret, and no other name can be smuggled in', () => {
  for (const accountPassword of ['hunter2', 'console-key', `x${SECRET}`])
    assert.deepEqual(refused({ ...LDAP, accountPassword }), ['accountPassword'], accountPassword)
  assert.deepEqual(refused({ ...LDAP, base: `@secret:${SECRET}@` }), ['base'])
  assert.deepEqual(refused({ ...LDAP, account: `cn=@secret:${SECRET}@` }), ['account'])
  const [file] = render(given(LDAP))
  assert.deepEqual(file?.secrets, [SECRET])
  assert.equal(file?.mode, 0o600)
  assert.ok(file?.content.includes(`"accountPassword": "@secret:${SECRET}@"`))
})

test('what a directory needs is asked for, at its field', () => {
  assert.deepEqual(found(LDAP), [])
  assert.deepEqual(found(RADIUS, ['lb-admin']), [])
  assert.deepEqual(found({ ...LDAP, base: '' }), [['DIRECTORY_BASE', 'error', 'base']])
  assert.deepEqual(found({ ...LDAP, account: '' }), [['DIRECTORY_ACCOUNT', 'error', 'account']])
  assert.deepEqual(found({ ...LDAP, account: '', userName: '{user}@example.com' }), [])
  assert.deepEqual(found({ ...LDAP, accountPassword: '' }), [
    ['DIRECTORY_PASSWORD', 'error', 'accountPassword'],
  ])
  assert.deepEqual(found({ ...RADIUS, secret: '' }), [['DIRECTORY_SECRET', 'error', 'secret']])
})

test('what is allowed and unwise is said', () => {
  assert.deepEqual(found({ ...LDAP, encryption: 'none' }), [['DIRECTORY_CLEAR', 'warning', 'encryption']])
  assert.deepEqual(found({ ...RADIUS, requireMessageAuthenticator: false }, ['x']), [
    ['DIRECTORY_UNSIGNED', 'warning', 'requireMessageAuthenticator'],
  ])
  assert.deepEqual(found(LDAP, []), [['DIRECTORY_NOBODY', 'warning', undefined]])
})

test('a group of LDAP is a whole name: anybody who may make groups could make another of a short one', () => {
  assert.deepEqual(found(LDAP, ['LB-Admins']), [['DIRECTORY_GROUP', 'error', 'label']])
  assert.deepEqual(found(RADIUS, ['LB-Admins']), [])
})

test('the unit is given usual ports, filters and lookups where nothing is said', () => {
  assert.deepEqual(render(noDocuments()), [])
  const port = (data: Record<string, unknown>) => configOf(data).directories[0]?.servers[0]?.port
  assert.deepEqual(
    [
      port(LDAP),
      port({ ...LDAP, encryption: 'starttls' }),
      port({ ...LDAP, encryption: 'none' }),
      port(RADIUS),
    ],
    [636, 389, 389, 1812],
  )
  const [ldap] = configOf(LDAP).directories
  const [ad] = configOf({ ...LDAP, type: 'ad' }).directories
  assert.ok(ldap && ldap.type !== 'radius' && ad && ad.type !== 'radius')
  assert.deepEqual([ldap.filter, ldap.lookup, ldap.groupBase], ['(uid={user})', 'attribute', 'dc=example'])
  assert.deepEqual([ad.lookup, ad.filter.includes('(sAMAccountName={user})')], ['nested', true])
  assert.equal(loginConfig.parse(JSON.parse(render(given(LDAP))[0]?.content ?? '')).digest.length, 32)
})
