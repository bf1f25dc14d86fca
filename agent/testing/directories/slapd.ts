// Tests: a real OpenLDAP server with people and groups, on ports of its own.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Host, must, ready, type Started } from './host.ts'
import type { Authority, Pair } from './pki.ts'

export const BASE = 'dc=test'
export const PEOPLE = 'ou=people,dc=test'
export const GROUPS_BASE = 'ou=groups,dc=test'
export const SERVICE = { dn: 'cn=svc,dc=test', password: 'svc "pw" \\ é' }
export const groupDn = (name: string): string => `cn=${name},${GROUPS_BASE}`
const ROOT = ['-D', 'cn=root,dc=test', '-w', 'rootpw']

export interface SlapdOptions {
  host: Host
  /** Made for it. */
  folder: string
  authority: Authority
  pair: Pair
  address: string
  port: number
  tlsPort: number
  /** Takes empty passwords as nobody's, as some servers do. */
  anonymous?: boolean
}

export interface Slapd extends Started {
  /** Changes what it holds: LDIF for ldapmodify. */
  modify: (ldif: string) => void
}

export async function startSlapd(options: SlapdOptions): Promise<Slapd> {
  const { host, folder, address, port, tlsPort } = options
  mkdirSync(join(folder, 'db'), { recursive: true })
  writeFileSync(join(folder, 'slapd.conf'), conf(options))
  const urls = `ldap://${address}:${port} ldaps://${address}:${tlsPort}`
  // 256: one line for every operation. In the foreground, as with any level.
  const started = host.start(['/usr/sbin/slapd', '-f', join(folder, 'slapd.conf'), '-h', urls, '-d', '256'])
  const url = ['-x', '-H', `ldap://${address}:${port}`]
  await ready('slapd', started, () => host.exec(['ldapsearch', ...url, '-s', 'base', '-b', '']).code === 0)
  must(host, ['ldapadd', ...url, ...ROOT], SEED) // slapadd would leave memberOf out
  return { ...started, modify: (ldif) => must(host, ['ldapmodify', ...url, ...ROOT], ldif) }
}

const conf = ({ folder, authority, pair, anonymous }: SlapdOptions): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile ${folder}/slapd.pid
argsfile ${folder}/slapd.args
TLSCACertificateFile ${authority.file}
TLSCertificateFile ${pair.certificate}
TLSCertificateKeyFile ${pair.key}
TLSVerifyClient never
${anonymous ? 'allow bind_anon_dn' : ''}
database mdb
suffix "${BASE}"
rootdn "cn=root,dc=test"
rootpw rootpw
directory ${folder}/db
maxsize 33554432
index objectClass,uid,member,memberOf eq
overlay memberof
memberof-group-oc groupOfNames
memberof-member-ad member
memberof-memberof-ad memberOf
memberof-refint TRUE
access to attrs=userPassword by anonymous auth by self write by * none
access to * by users read by * none
`

const dnOf = (uid: string, below: string): string => `uid=${uid},${below}`
const about = (uid: string): string => `objectClass: inetOrgPerson
uid: ${uid}
cn: ${uid}
sn: ${uid}
mail: ${uid}@example.com
userPassword: ${uid}pw
`

/** Alice may all, bob may look, carol is in a group by her name alone, nogrp in none; two are called twin. */
const person = (uid: string, below = PEOPLE): string => `\ndn: ${dnOf(uid, below)}\n${about(uid)}\n`

/** A new one, in the group that may all: LDIF for `modify`. */
export const personLdif = (uid: string): string => `dn: ${dnOf(uid, PEOPLE)}
changetype: add
${about(uid)}
dn: ${groupDn('lb-admins')}
changetype: modify
add: member
member: ${dnOf(uid, PEOPLE)}
`

const ODD = 'cn=A(x)*\\, y'
const base64 = (text: string): string => Buffer.from(text).toString('base64')

const SEED = `
dn: ${BASE}
objectClass: dcObject
objectClass: organization
o: test
dc: test

dn: ${PEOPLE}
objectClass: organizationalUnit
ou: people

dn: ou=other,dc=test
objectClass: organizationalUnit
ou: other

dn: ${GROUPS_BASE}
objectClass: organizationalUnit
ou: groups

dn: ${SERVICE.dn}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: svc
userPassword:: ${base64(SERVICE.password)}
${person('alice')}
${person('bob')}
${person('carol')}
${person('nogrp')}
${person('twin')}
${person('twin', 'ou=other,dc=test')}
dn: ${ODD},${PEOPLE}
objectClass: inetOrgPerson
cn: A(x)*, y
sn: odd
uid: odd(x)*
userPassword: oddpw

dn: ${groupDn('lb-admins')}
objectClass: groupOfNames
cn: lb-admins
member: uid=alice,${PEOPLE}
member: ${ODD},${PEOPLE}

dn: ${groupDn('lb-readers')}
objectClass: groupOfNames
cn: lb-readers
member: uid=alice,${PEOPLE}
member: uid=bob,${PEOPLE}

dn: ${groupDn('lb-unix')}
objectClass: posixGroup
cn: lb-unix
gidNumber: 5000
memberUid: carol

dn: ou=elsewhere,dc=test
objectClass: referral
objectClass: extensibleObject
ou: elsewhere
ref: ldap://127.0.0.1:1/ou=elsewhere,dc=test
`
