// Logins at a real OpenLDAP server: who gets in, who does not, and every trap on the way.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { LdapConfig } from '../../lib/areas/external-authentication/config.ts'
import { configOf, ldapAt, loginAt, outcomeAt, serverAt } from '../testing/directories/ask.ts'
import { freePort, here } from '../testing/directories/host.ts'
import { type Authority, authority, certificate } from '../testing/directories/pki.ts'
import { BASE, GROUPS_BASE, groupDn, PEOPLE, type Slapd, startSlapd } from '../testing/directories/slapd.ts'
import { blackHole, Tap } from '../testing/directories/tap.ts'
import { Logins } from './login.ts'
import { escapeDn } from './names.ts'

const folder = mkdtempSync('/tmp/fulcrum-slapd-')
let ours: Authority
let others: Authority
let slapd: Slapd
/** Its certificate is made out for localhost alone, and it takes empty passwords. */
let odd: Slapd
const at = { port: 0, tls: 0, odd: 0, oddTls: 0 }
const plain = (more: Partial<LdapConfig> = {}) => ldapAt(at.port, more)
const ldaps = (more: Partial<LdapConfig> = {}) =>
  ldapAt(at.tls, { encryption: 'ldaps', authorities: ours.pem, ...more })
const startTls = (more: Partial<LdapConfig> = {}) =>
  ldapAt(at.port, { encryption: 'starttls', authorities: ours.pem, ...more })

before(async () => {
  for (const name of Object.keys(at) as (keyof typeof at)[]) at[name] = await freePort()
  ours = authority(join(folder, 'ca'))
  others = authority(join(folder, 'ca2'))
  const common = { host: here, authority: ours, address: '127.0.0.1' }
  const pair = certificate(ours, 'ldap', ['ldap.test', '127.0.0.1'])
  const oddPair = certificate(ours, 'odd', ['localhost'])
  ;[slapd, odd] = await Promise.all([
    startSlapd({ ...common, folder: join(folder, 'a'), pair, port: at.port, tlsPort: at.tls }),
    startSlapd({
      ...common,
      ...{ folder: join(folder, 'b'), pair: oddPair, port: at.odd, tlsPort: at.oddTls, anonymous: true },
    }),
  ])
})
after(async () => {
  await Promise.all([slapd.stop(), odd.stop()])
  rmSync(folder, { recursive: true })
})

test('the right password and a mapped group: in, with the mightiest group and the directory’s own spelling', async () => {
  assert.equal(await outcomeAt(plain(), 'alice', 'alicepw'), 'accepted alice config')
  assert.equal(await outcomeAt(plain(), ' ALICE ', 'alicepw'), 'accepted alice config')
  assert.equal(await outcomeAt(plain(), 'bob', 'bobpw'), 'accepted bob report')
})

test('a wrong password, an unknown name, no mapped group: refused, each with its reason for the log', async () => {
  assert.match(await outcomeAt(plain(), 'alice', 'wrong'), /^refused: .*wrong name or password/)
  assert.match(await outcomeAt(plain(), 'nobody', 'x'), /^refused: .*found nobody/)
  assert.match(await outcomeAt(plain(), 'nogrp', 'nogrppw'), /^refused: .*No group of the user is mapped/)
})

test('trap: an empty password is refused before any server hears of it, also where servers take it', async (t) => {
  const tap = await Tap.before(at.odd)
  t.after(() => tap.close())
  for (const password of ['', '\0'])
    assert.match(await outcomeAt(ldapAt(tap.port), 'alice', password), /^refused: The password/)
  for (const user of ['', '  ', 'alice\n', 'alice\0', '\ud800'])
    assert.match(await outcomeAt(ldapAt(tap.port), user, 'alicepw'), /^refused: The name/)
  assert.equal(tap.connections, 0)
  assert.equal(await outcomeAt(ldapAt(tap.port), 'alice', 'alicepw'), 'accepted alice config')
  assert.ok(tap.connections > 0, 'the tap sees what there is')
})

test('trap: what was typed is a name and cannot be a filter or a part of a distinguished name', async () => {
  for (const user of ['*', 'a*', 'alice)(uid=*', 'x)(|(uid=*))', '(uid=alice)', 'alice\\2a'])
    assert.match(await outcomeAt(plain(), user, 'alicepw'), /^refused: .*found nobody/, user)
  assert.equal(await outcomeAt(plain(), 'odd(x)*', 'oddpw'), 'accepted odd(x)* config')
  assert.equal(escapeDn(' a,b+c"\\<>;=# '), '\\ a\\,b\\+c\\"\\\\\\<\\>\\;\\=#\\ ')
  const direct = plain({ account: '', userName: `uid={user},${PEOPLE}` })
  assert.match(await outcomeAt(direct, `alice,${PEOPLE}`, 'alicepw'), /^refused/)
})

test('exactly one entry: two of one name are nobody', async () => {
  assert.match(await outcomeAt(plain({ base: BASE }), 'twin', 'twinpw'), /^refused: .*more than one entry/)
})

test('without a service account users look for themselves, and only for themselves', async () => {
  const direct = plain({ account: '', userName: `uid={user},${PEOPLE}` })
  assert.equal(await outcomeAt(direct, 'alice', 'alicepw'), 'accepted alice config')
  assert.match(await outcomeAt(direct, 'alice', 'wrong'), /^refused/)
  // The one who logs in and the entry that is found must be one: here bob would get alice's groups.
  const crossed = { ...direct, filter: '(|(&(uid=alice)(!(uid={user})))(mail={user}))' }
  assert.match(await outcomeAt(crossed, 'bob', 'bobpw'), /^refused: .*wrong name or password/)
})

test('groups by their members, where users do not name them', async () => {
  const search = plain({
    lookup: 'search',
    groupBase: GROUPS_BASE,
    groups: [
      { name: groupDn('lb-readers'), group: 'report' },
      { name: groupDn('lb-unix'), group: 'maintenance' },
    ],
  })
  assert.equal(await outcomeAt(search, 'bob', 'bobpw'), 'accepted bob report')
  assert.equal(await outcomeAt(search, 'carol', 'carolpw'), 'accepted carol maintenance')
  assert.match(await outcomeAt(search, 'odd(x)*', 'oddpw'), /^refused: .*cn=lb-admins/)
})

test('LDAPS and StartTLS with a private authority', async () => {
  for (const config of [ldaps(), startTls()])
    assert.equal(await outcomeAt(config, 'alice', 'alicepw'), 'accepted alice config')
})

test('trap: another authority, none, or another name in the certificate: not available, and no refusal', async () => {
  for (const make of [ldaps, startTls]) {
    for (const authorities of [others.pem, ''])
      assert.match(
        await outcomeAt(make({ authorities }), 'alice', 'alicepw'),
        /^unavailable: .*not signed by/,
      )
    const [server] = make().servers
    const byName = { servers: [{ host: 'localhost', port: server?.port ?? 0 }] }
    assert.match(
      await outcomeAt(make(byName), 'alice', 'alicepw'),
      /^unavailable: .*not made out for localhost/,
    )
  }
})

test('trap: StartTLS checks the name that was written, where the library would check localhost', async () => {
  const config = ldapAt(at.odd, { encryption: 'starttls', authorities: ours.pem })
  assert.match(await outcomeAt(config, 'alice', 'alicepw'), /^unavailable: .*not made out for 127\.0\.0\.1/)
  const named = { ...config, servers: [serverAt(at.odd, 'localhost')] }
  assert.equal(await outcomeAt(named, 'alice', 'alicepw'), 'accepted alice config')
})

test('trap: a connection that is cut behind StartTLS is never made again, and no password goes out in clear text', async (t) => {
  for (const cutAfter of [1, 2, 3, 4]) {
    const tap = await Tap.before(at.port, { cutAfter })
    t.after(() => tap.close())
    const config = ldapAt(tap.port, { encryption: 'starttls', authorities: ours.pem })
    const before = Date.now()
    assert.match(await outcomeAt(config, 'alice', 'alicepw'), /^unavailable/)
    assert.ok(Date.now() - before < 3000)
    assert.ok(tap.connections <= 2, 'one for the search, one for the user')
    for (const secret of ['alicepw', 'svc "pw"']) assert.ok(!tap.seen.includes(secret), secret)
  }
  const clear = await Tap.before(at.port)
  t.after(() => clear.close())
  await loginAt(ldapAt(clear.port), 'alice', 'alicepw')
  assert.ok(clear.seen.includes('alicepw'), 'the tap sees passwords where there are any')
})

test('trap: a server that takes connections and says nothing costs the time-out and no more', async (t) => {
  const hole = await blackHole()
  t.after(() => hole.close())
  for (const encryption of ['none', 'ldaps', 'starttls'] as const) {
    const start = Date.now()
    const config = ldapAt(hole.port, { encryption, timeout: 1 })
    assert.match(await outcomeAt(config, 'alice', 'alicepw'), /^unavailable/)
    assert.ok(Date.now() - start < 1500, `${encryption}: ${Date.now() - start} ms`)
  }
  const many = ldapAt(0, { servers: Array.from({ length: 5 }, () => serverAt(hole.port)), timeout: 1 })
  const start = Date.now()
  assert.match(await outcomeAt(many, 'alice', 'alicepw', new Logins('lb1', 2000)), /^unavailable/)
  assert.ok(Date.now() - start < 2500, 'the whole login has a deadline')
})

test('fail-over: a dead server, a black hole, an unknown name; what refuses is believed', async (t) => {
  const hole = await blackHole()
  t.after(() => hole.close())
  const servers = [serverAt(1), serverAt(1, 'nowhere.invalid'), serverAt(hole.port), serverAt(at.port)]
  const logins = new Logins('lb1')
  const config = ldapAt(0, { servers, timeout: 1 })
  assert.equal(await outcomeAt(config, 'alice', 'alicepw', logins), 'accepted alice config')
  const start = Date.now()
  assert.match(await outcomeAt(config, 'alice', 'wrong', logins), /^refused/)
  assert.ok(Date.now() - start < 500, 'who was silent is asked last')
})

test('a service account that is refused, a base that is not there, a referral: a fault of ours and no refusal', async () => {
  const faults: [Partial<LdapConfig>, RegExp][] = [
    [{ accountPassword: 'no' }, /^unavailable: .*The Service Account was refused/],
    [{ base: 'ou=nowhere,dc=test' }, /^unavailable: .*There is no entry ou=nowhere/],
    // It would send the password to another server.
    [{ base: 'ou=elsewhere,dc=test' }, /^unavailable: .*no referral is followed/],
  ]
  for (const [more, said] of faults) assert.match(await outcomeAt(plain(more), 'alice', 'alicepw'), said)
  assert.equal(await outcomeAt(plain({ base: BASE }), 'alice', 'alicepw'), 'accepted alice config')
})

test('the next directory is asked about whom this one does not know, never about whom it refuses', async () => {
  const [first, second] = [plain({ base: 'ou=other,dc=test', id: 'a' }), plain({ id: 'b' })]
  const answer = await loginAt([first, second], 'alice', 'alicepw')
  assert.deepEqual(answer, { outcome: 'accepted', user: 'alice', group: 'config', directory: 'b' })
  assert.match(await outcomeAt([plain(), plain()], 'alice', 'wrong'), /^refused: LDAP: (?!.*LDAP: )/)
  assert.match(await outcomeAt([ldapAt(1), first], 'nobody', 'x'), /^unavailable/, 'one could not be asked')
  assert.equal(await outcomeAt([], 'alice', 'alicepw'), 'none')
})

test('still there: as before, with another group, gone, or not to be known', async () => {
  const still = (config: LdapConfig, user: string) =>
    new Logins('lb1').still(configOf(config), { user, directory: 'ldap' })
  assert.deepEqual(await still(plain(), 'alice'), { outcome: 'as-before', group: 'config', why: '' })
  slapd.modify(
    `dn: ${groupDn('lb-admins')}\nchangetype: modify\ndelete: member\nmember: uid=alice,${PEOPLE}\n`,
  )
  assert.deepEqual(await still(plain(), 'alice'), { outcome: 'as-before', group: 'report', why: '' })
  slapd.modify(`dn: ${groupDn('lb-admins')}\nchangetype: modify\nadd: member\nmember: uid=alice,${PEOPLE}\n`)
  assert.equal((await still(plain({ groups: [] }), 'alice')).outcome, 'gone')
  slapd.modify(`dn: uid=carol,${PEOPLE}\nchangetype: delete\n`)
  assert.equal((await still(plain(), 'carol')).outcome, 'gone')
  assert.equal((await still(ldapAt(1), 'alice')).outcome, 'unavailable')
  assert.equal((await still(plain({ account: '', userName: '{user}' }), 'alice')).outcome, 'unknowable')
  assert.equal((await still(plain({ id: 'another' }), 'alice')).outcome, 'gone')
})

test('Test names the step it failed at, in words, without a secret', async () => {
  const tested = async (config: LdapConfig, user = 'alice', password = 'alicepw') => {
    const answer = await new Logins('lb1').test(configOf(config), { directory: 'ldap', user, password })
    const last = answer?.lines.at(-1)
    assert.doesNotMatch(JSON.stringify(answer), /alicepw|svc "pw"/)
    return `${answer?.outcome} ${last?.step} ${last?.ok}`
  }
  assert.equal(await tested(ldaps()), 'accepted group true')
  assert.equal(await tested(plain({ servers: [serverAt(1, 'nowhere.invalid')] })), 'unavailable name false')
  assert.equal(await tested(ldapAt(1)), 'unavailable port false')
  assert.equal(await tested(ldaps({ authorities: others.pem })), 'unavailable certificate false')
  assert.equal(await tested(ldapAt(at.port, { encryption: 'ldaps' })), 'unavailable certificate false')
  assert.equal(await tested(plain({ accountPassword: 'no' })), 'unavailable bind false')
  assert.equal(await tested(plain({ base: 'ou=nowhere,dc=test' })), 'unavailable search false')
  assert.equal(await tested(plain(), 'nobody'), 'refused search false')
  assert.equal(await tested(plain(), 'alice', 'wrong'), 'refused user false')
  assert.equal(await tested(plain({ groups: [] })), 'refused group false')
})
