// Tests: a real Active Directory, by Samba. Its ports are fixed, so it needs an address of its own.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Host, must, ready, type Started } from './host.ts'
import type { Authority, Pair } from './pki.ts'

export const AD_BASE = 'DC=ad,DC=test'
export const adGroup = (name: string): string => `CN=${name},CN=Users,${AD_BASE}`
export const AD_SERVICE = { name: 'svc@ad.test', password: 'Svc!Passw0rd' }
export const adPassword = (user: string): string => `${user[0]?.toUpperCase()}${user.slice(1)}!Passw0rd`

export interface SambaOptions {
  host: Host
  /** Made for it. */
  folder: string
  address: string
  authority: Authority
  pair: Pair
}

export interface Samba extends Started {
  /** Changes what it holds: LDIF for ldbmodify. */
  modify: (ldif: string) => void
}

export async function startSamba({ host, folder, address, authority, pair }: SambaOptions): Promise<Samba> {
  provision(host, folder, address)
  const options = {
    'server services': 'ldap',
    interfaces: `${address}/8`,
    'bind interfaces only': 'yes',
    'pid directory': join(folder, 'run'),
    'ncalrpc dir': join(folder, 'ncalrpc'),
    'log file': join(folder, 'log.%m'),
    'tls enabled': 'yes',
    'tls certfile': pair.certificate,
    'tls keyfile': pair.key,
    'tls cafile': authority.file,
  }
  const started = host.start([
    ...['/usr/sbin/samba', '-F', '--no-process-group', '-M', 'single', '-s', join(folder, 'etc/smb.conf')],
    ...Object.entries(options).map(([name, value]) => `--option=${name}=${value}`),
  ])
  const asked = ['ldapsearch', '-x', '-H', `ldap://${address}`, '-s', 'base', '-b', '']
  await ready('samba', started, () => host.exec(asked).code === 0)
  const database = ['-H', join(folder, 'private/sam.ldb')]
  return { ...started, modify: (ldif) => must(host, ['ldbmodify', ...database], ldif) }
}

function provision(host: Host, folder: string, address: string): void {
  for (const part of ['run', 'ncalrpc']) mkdirSync(join(folder, part), { recursive: true })
  must(host, [
    ...['samba-tool', 'domain', 'provision', '--realm=AD.TEST', '--domain=ADTEST', '--server-role=dc'],
    ...['--dns-backend=NONE', '--adminpass=Adm1n!Passw0rd', `--targetdir=${folder}`],
    ...['--host-name=dc1', `--host-ip=${address}`],
  ])
  must(host, ['ldbadd', '-H', join(folder, 'private/sam.ldb')], SEED)
}

const base64 = (text: string): string => Buffer.from(text, 'utf16le').toString('base64')

/** 512 is a normal account, 2 more a disabled one. */
const user = (name: string, more: string[] = [], control = 512): string =>
  [
    `dn: CN=${name[0]?.toUpperCase()}${name.slice(1)},CN=Users,${AD_BASE}`,
    'objectClass: user',
    `sAMAccountName: ${name}`,
    `userPrincipalName: ${name}@ad.test`,
    `clearTextPassword:: ${base64(adPassword(name))}`,
    `userAccountControl: ${control}`,
    ...more,
    '',
  ].join('\n')

const group = (name: string, members: readonly string[]): string =>
  [
    `dn: ${adGroup(name)}`,
    'objectClass: group',
    `sAMAccountName: ${name}`,
    ...members.map((m) => `member: CN=${m},CN=Users,${AD_BASE}`),
    '',
  ].join('\n')

/** Alice is in LB-Admins by Team-Net only. */
const SEED = [
  ...['alice', 'bob', 'svc'].map((name) => user(name)),
  user('disabled', [], 514),
  user('expired', ['accountExpires: 132223104000000000']), // the year 2020
  user('mustchange', ['pwdLastSet: 0']),
  group('Team-Net', ['Alice']),
  group('LB-Admins', ['Team-Net', 'Disabled', 'Expired', 'Mustchange']),
  group('LB-Readers', ['Bob']),
].join('\n')
