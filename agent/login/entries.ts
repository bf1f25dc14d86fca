// Values of an LDAP entry.
import type { Entry } from 'ldapts'

/** All values of an attribute, whatever the case of its name. */
export function all(entry: Entry, attribute: string): string[] {
  const key = Object.keys(entry).find((k) => k.toLowerCase() === attribute.toLowerCase())
  const value = key === undefined ? [] : entry[key]
  return [value ?? []].flat().map(String)
}

export const first = (entry: Entry, attribute: string): string | undefined => all(entry, attribute)[0]
