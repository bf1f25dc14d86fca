// Names in LDAP: how they are put into other names and filters, and when two are the same.
import { escapeFilter } from 'ldapts'

/** A value as a part of a distinguished name (RFC 4514). Filters have another rule: `filterFor`. */
export const escapeDn = (value: string): string =>
  value
    .replace(/[,+"\\<>;=\0]/g, (c) => (c === '\0' ? '\\00' : `\\${c}`))
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')

/** The filter with the name in it, which cannot say more than a name. */
export const filterFor = (filter: string, user: string): string =>
  filter.replaceAll('{user}', () => escapeFilter`${user}`)

/** The name that a user without a service account logs in by. */
export function bindName(template: string, user: string): string {
  const isDn = template.includes('=')
  if (!isDn && /[@\\]/.test(user)) return user
  return template.replaceAll('{user}', () => (isDn ? escapeDn(user) : user))
}

/** Active Directory takes `DOMAIN\user`; its entries know the user alone. */
export const withoutDomain = (user: string): string => user.replace(/^[^\\]*\\/, '')

/** Attributes that a filter compares the user with, in order: sAMAccountName, userPrincipalName. */
export const namingAttributes = (filter: string): string[] =>
  [...filter.matchAll(/\(([A-Za-z][A-Za-z0-9.;-]*)~?=\{user\}\)/g)].flatMap((m) => m[1] ?? [])

/** Upper and lower case and spaces around `,` and `=` make no difference. */
const normal = (dn: string): string =>
  dn
    .toLowerCase()
    .replace(/\s*(?<!\\)([,=+])\s*/g, '$1')
    .trim()

export const sameDn = (a: string, b: string): boolean => normal(a) === normal(b)
