// Logins at a real Active Directory (Samba): its names, its reasons, its groups within groups, and what it refuses in clear text.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { LdapConfig } from '../../lib/areas/external-authentication/config.ts'
import { adAt, configOf, loginAt, outcomeAt } from '../testing/directories/ask.ts'
import { here } from '../testing/directories/host.ts'
import { type Authority, authority, certificate } from '../testing/directories/pki.ts'
import { AD_BASE, adGroup, adPassword, type Samba, startSamba } from '../testing/directories/samba.ts'
import { Logins } from './login.ts'
import { adReason } from './words.ts'

const folder = mkdtempSync('/tmp/fulcrum-samba-')
/** Its ports are fixed: an address that no other run has. */
const ADDRESS = `127.88.${(process.pid >> 8) & 255}.${(process.pid & 127) + 2}`
let ours: Authority
let samba: Samba
const ad = (more: Partial<LdapConfig> = {}) => adAt(ADDRESS, { authorities: ours.pem, ...more })
const dn = (name: string) => `CN=${name},CN=Users,${AD_BASE}`

before(async () => {
  ours = authority(join(folder, 'ca'))
  const pair = certificate(ours, 'dc', ['dc1.ad.test', ADDRESS])
  samba = await startSamba({
    host: here,
    folder: join(folder, 'ad'),
    address: ADDRESS,
    authority: ours,
    pair,
  })
})
after(async () => {
  await samba?.stop()
  rmSync(folder, { recursive: true })
})

test('every way to write a name is the same user, with the groups that groups are in', async () => {
  for (const user of ['alice', 'ALICE', 'alice@ad.test', 'Alice@AD.TEST', 'ADTEST\\alice'])
    assert.equal(await outcomeAt(ad(), user, adPassword('alice')), 'accepted alice config', user)
  assert.equal(await outcomeAt(ad(), 'bob', adPassword('bob')), 'accepted bob report')
})

test('trap: memberOf alone knows no groups within groups', async () => {
  const flat = ad({ lookup: 'attribute' })
  assert.match(await outcomeAt(flat, 'alice', adPassword('alice')), /^refused: .*CN=Team-Net/)
  const direct = { name: adGroup('Team-Net'), group: 'maintenance' } as const
  assert.equal(
    await outcomeAt({ ...flat, groups: [direct] }, 'alice', adPassword('alice')),
    'accepted alice maintenance',
  )
})

test('its reasons are in the log in words: 52e, 533, 701, 773', async () => {
  const refused = async (user: string, password: string, reason: RegExp) =>
    assert.match(await outcomeAt(ad(), user, password), reason)
  await refused('alice', 'bad', /^refused: .*wrong name or password \(52e\)/)
  await refused('disabled', adPassword('disabled'), /^refused: .*disabled \(533\)/)
  await refused('expired', adPassword('expired'), /^refused: .*expired \(701\)/)
  await refused('mustchange', adPassword('mustchange'), /^refused: .*must be changed first \(773\)/)
  await refused('alice', '', /^refused: The password is empty/)
})

test('775: locked out, also with the right password', async () => {
  samba.modify(`dn: ${AD_BASE}\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold: 3\n`)
  for (const _ of [1, 2, 3]) assert.match(await outcomeAt(ad(), 'bob', 'bad'), /^refused/)
  assert.match(await outcomeAt(ad(), 'bob', adPassword('bob')), /^refused: .*locked \(775\)/)
  samba.modify(`dn: ${AD_BASE}\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold: 0\n`)
  samba.modify(`dn: ${dn('Bob')}\nchangetype: modify\nreplace: lockoutTime\nlockoutTime: 0\n`)
  assert.equal(
    adReason('80090308: LdapErr: DSID-0C09, comment: x, data 532, v4563'),
    'the password has expired (532)',
  )
  assert.equal(adReason('data 999'), undefined)
})

test('StartTLS works; clear text is refused, and said so that one knows what to choose', async () => {
  const servers = [{ host: ADDRESS, port: 389 }]
  assert.equal(
    await outcomeAt(ad({ encryption: 'starttls', servers }), 'bob', adPassword('bob')),
    'accepted bob report',
  )
  const clear = ad({ encryption: 'none', servers })
  assert.match(await outcomeAt(clear, 'bob', adPassword('bob')), /^unavailable: .*Choose LDAPS or StartTLS/)
  const direct = { ...clear, account: '', userName: '{user}@ad.test' }
  assert.match(await outcomeAt(direct, 'bob', adPassword('bob')), /^unavailable: .*Choose LDAPS or StartTLS/)
})

test('trap: a search of the whole domain answers with references, which nobody follows', async () => {
  const answer = await loginAt(
    ad({ base: AD_BASE, servers: [{ host: ADDRESS, port: 3269 }] }),
    'bob',
    adPassword('bob'),
  )
  assert.equal(answer.outcome, 'accepted', 'the global catalog knows as well')
})

test('without a service account, by user@domain: the entry found is the one that logged in', async () => {
  const direct = ad({ account: '', userName: '{user}@ad.test' })
  for (const user of ['alice', 'alice@ad.test', 'ADTEST\\alice'])
    assert.equal(await outcomeAt(direct, user, adPassword('alice')), 'accepted alice config', user)
})

test('still there: disabled, expired or out of the group is gone', async () => {
  const still = async (user: string) => {
    const { outcome, group } = await new Logins('lb1').still(configOf(ad()), { user, directory: 'ad' })
    return `${outcome} ${group}`
  }
  assert.equal(await still('alice'), 'as-before config')
  assert.equal(await still('disabled'), 'gone null')
  assert.equal(await still('expired'), 'gone null')
  samba.modify(
    `dn: ${dn('Alice')}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 514\n`,
  )
  assert.equal(await still('alice'), 'gone null')
  samba.modify(`dn: ${adGroup('LB-Readers')}\nchangetype: modify\ndelete: member\nmember: ${dn('Bob')}\n`)
  assert.equal(await still('bob'), 'gone null')
  samba.modify(`dn: ${dn('Bob')}\nchangetype: delete\n`)
  assert.equal(await still('bob'), 'gone null')
})
