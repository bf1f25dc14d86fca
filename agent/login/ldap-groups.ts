// Which groups an entry is in, by whichever way the directory says so.
import { type Client, type Entry, escapeFilter } from 'ldapts'
import type { LdapConfig } from '../../lib/areas/external-authentication/config.ts'
import { all } from './entries.ts'

export async function groupsOf(config: LdapConfig, client: Client, entry: Entry): Promise<string[]> {
  if (config.lookup === 'attribute') return all(entry, 'memberOf')
  const { searchEntries } = await client.search(config.groupBase, {
    scope: 'sub',
    filter: config.lookup === 'nested' ? nestedFilter(entry) : memberFilter(entry),
    attributes: ['cn'],
    paged: true,
  })
  return searchEntries.map((group) => group.dn)
}

/** Active Directory's rule that follows groups within groups. */
const nestedFilter = (entry: Entry): string =>
  escapeFilter`(&(objectClass=group)(member:1.2.840.113556.1.4.1941:=${entry.dn}))`

/** By the entry's own names: what was typed might be another's. */
function memberFilter(entry: Entry): string {
  const [uid] = all(entry, 'uid')
  const byUid = uid === undefined ? '' : escapeFilter`(&(objectClass=posixGroup)(memberUid=${uid}))`
  const byName = escapeFilter`(&(objectClass=groupOfNames)(member=${entry.dn}))`
  const byUniqueName = escapeFilter`(&(objectClass=groupOfUniqueNames)(uniqueMember=${entry.dn}))`
  return `(|${byName}${byUniqueName}${byUid})`
}
