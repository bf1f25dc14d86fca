// Tests: directories as the login unit is given them, and logins at them.
import type {
  DirectoryConfig,
  LdapConfig,
  LoginConfig,
  RadiusConfig,
} from '../../../lib/areas/external-authentication/config.ts'
import type { LoginAnswer } from '../../../lib/protocol/login.ts'
import { Logins } from '../../login/login.ts'
import { RADIUS_SECRET } from './freeradius.ts'
import { AD_BASE, AD_SERVICE, adGroup } from './samba.ts'
import { BASE, groupDn, PEOPLE, SERVICE } from './slapd.ts'

export const serverAt = (port: number, host = '127.0.0.1') => ({ host, port })

export const ldapAt = (port: number, more: Partial<LdapConfig> = {}): LdapConfig => ({
  id: 'ldap',
  label: 'LDAP',
  type: 'ldap',
  servers: [serverAt(port)],
  encryption: 'none',
  authorities: '',
  base: PEOPLE,
  filter: '(uid={user})',
  account: SERVICE.dn,
  accountPassword: SERVICE.password,
  userName: '',
  lookup: 'attribute',
  groupBase: BASE,
  timeout: 2,
  // Least first: the order must not count. Spaces and case do not either.
  groups: [
    { name: groupDn('lb-readers'), group: 'report' },
    { name: 'CN=lb-admins, ou=groups, dc=test', group: 'config' },
  ],
  ...more,
})

export const adAt = (host: string, more: Partial<LdapConfig> = {}): LdapConfig => ({
  ...ldapAt(0),
  id: 'ad',
  label: 'AD',
  type: 'ad',
  servers: [{ host, port: 636 }],
  encryption: 'ldaps',
  base: AD_BASE,
  filter: '(&(objectCategory=person)(objectClass=user)(|(sAMAccountName={user})(userPrincipalName={user})))',
  account: AD_SERVICE.name,
  accountPassword: AD_SERVICE.password,
  lookup: 'nested',
  groupBase: AD_BASE,
  groups: [
    { name: adGroup('LB-Admins'), group: 'config' },
    { name: adGroup('LB-Readers'), group: 'report' },
  ],
  ...more,
})

export const radiusAt = (port: number, more: Partial<RadiusConfig> = {}): RadiusConfig => ({
  id: 'radius',
  label: 'Radius',
  type: 'radius',
  servers: [serverAt(port)],
  secret: RADIUS_SECRET,
  requireMessageAuthenticator: true,
  groupAttribute: 'filter-id',
  vendorAttribute: '9:1',
  retries: 1,
  timeout: 0.5,
  groups: [
    { name: 'lb-reader', group: 'report' },
    { name: 'lb-admin', group: 'config' },
  ],
  ...more,
})

export const configOf = (...directories: DirectoryConfig[]): LoginConfig => ({ digest: 'd', directories })

/** A login at these directories, by a unit that knows nothing of earlier ones. */
export const loginAt = (
  directories: DirectoryConfig | DirectoryConfig[],
  user: string,
  password: string,
  logins = new Logins('lb1'),
): Promise<LoginAnswer> =>
  logins.login(configOf(...[directories].flat()), { user, password, address: '192.168.85.10' })

/** How it ended in a few words: `accepted alice config`, `refused: why`. */
export async function outcomeAt(...given: Parameters<typeof loginAt>): Promise<string> {
  const answer = await loginAt(...given)
  if (answer.outcome === 'accepted') return `accepted ${answer.user} ${answer.group}`
  return 'why' in answer ? `${answer.outcome}: ${answer.why}` : answer.outcome
}
