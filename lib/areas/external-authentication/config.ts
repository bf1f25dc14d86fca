// login/login.json: what the login unit is given. Rendered here, read there.
import { z } from 'zod'
import { GROUPS } from '../../model/rights.ts'

export const LOGIN_FILE = 'login/login.json'

const server = z.strictObject({ host: z.string(), port: z.int() })
const mapped = z.strictObject({ name: z.string(), group: z.enum(GROUPS) })
const both = {
  id: z.string(),
  label: z.string(),
  servers: z.array(server).min(1),
  groups: z.array(mapped),
  /** Seconds. */
  timeout: z.int(),
}

export const ldapConfig = z.strictObject({
  ...both,
  type: z.enum(['ldap', 'ad']),
  encryption: z.enum(['ldaps', 'starttls', 'none']),
  authorities: z.string(),
  base: z.string(),
  filter: z.string(),
  account: z.string(),
  accountPassword: z.string(),
  userName: z.string(),
  lookup: z.enum(['attribute', 'search', 'nested']),
  groupBase: z.string(),
})
export type LdapConfig = z.infer<typeof ldapConfig>

export const radiusConfig = z.strictObject({
  ...both,
  type: z.literal('radius'),
  secret: z.string(),
  requireMessageAuthenticator: z.boolean(),
  groupAttribute: z.enum(['filter-id', 'class', 'vendor']),
  vendorAttribute: z.string(),
  retries: z.int(),
})
export type RadiusConfig = z.infer<typeof radiusConfig>

export const loginConfig = z.strictObject({
  digest: z.string(),
  directories: z.array(z.discriminatedUnion('type', [ldapConfig, radiusConfig])),
})
export type LoginConfig = z.infer<typeof loginConfig>
export type DirectoryConfig = LoginConfig['directories'][number]
