// A login at one LDAP server: look for the one entry, have it log in on a connection of its own, ask for its groups.
import type { Client, Entry } from 'ldapts'
import type { LdapConfig } from '../../lib/areas/external-authentication/config.ts'
import { serverText } from '../../lib/areas/external-authentication/texts.ts'
import type { Group } from '../../lib/model/rights.ts'
import type { LoginStep } from '../../lib/protocol/login.ts'
import { all, first } from './entries.ts'
import { Failure, type Tell, within } from './failure.ts'
import { groupFrom, seenSentence } from './groups.ts'
import { Connection, type LdapServer } from './ldap-connection.ts'
import { groupsOf } from './ldap-groups.ts'
import { bindName, filterFor, namingAttributes, withoutDomain } from './names.ts'
import { ldapFailure, noAnswer } from './words.ts'

export interface Known {
  /** As the directory writes the name. */
  user: string
  group: Group
}

/** One attempt at one server. */
export interface Attempt {
  config: LdapConfig
  server: LdapServer
  /** In ms since 1970. */
  until: number
  tell: Tell
}

/** Who it is. Throws a Failure. `password` is never empty: many servers take an empty one for anybody. */
export async function ldapLogin(attempt: Attempt, user: string, password: string): Promise<Known> {
  const { config } = attempt
  return withConnection(attempt, async (asking) => {
    const how =
      config.encryption === 'none' ? 'in clear text' : 'encrypted, with a certificate that is trusted'
    attempt.tell('port', `${serverText(attempt.server)} answers, ${how}.`)
    if (config.account) await bindAccount(attempt, asking.client)
    else await bindUser(attempt, asking.client, bindName(config.userName, user), password)
    const entry = await entryOf(attempt, asking.client, user)
    // On a connection of its own: this one goes on as the service account. Also where the user asked: only this
    // proves that the entry that was found is of the one who logged in.
    await withConnection(attempt, (own) => bindUser(attempt, own.client, entry.dn, password))
    attempt.tell('user', 'The user’s own password was accepted.')
    return groupStep(attempt, asking.client, entry, user)
  })
}

/** What is known of somebody who logged in before. Throws a Failure; one that says `unknown` or `refused` means gone. */
export const ldapStill = (attempt: Attempt, user: string): Promise<Known> =>
  withConnection(attempt, async ({ client }) => {
    await bindAccount(attempt, client)
    const entry = await entryOf(attempt, client, user)
    needsEnabled(entry)
    return groupStep(attempt, client, entry, user)
  })

async function withConnection<T>(attempt: Attempt, doing: (c: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.open(attempt.config, attempt.server, attempt.until)
  try {
    return await doing(connection)
  } finally {
    connection.close()
  }
}

/** A question to the server: within the time, and its refusal in words. */
async function asked<T>(attempt: Attempt, step: LoginStep, what: string, work: Promise<T>): Promise<T> {
  const { server, until } = attempt
  try {
    return await within(until - Date.now(), work, () => noAnswer(server, step))
  } catch (error) {
    throw ldapFailure(error, server, step, what)
  }
}

async function bindAccount(attempt: Attempt, client: Client): Promise<void> {
  const { account, accountPassword } = attempt.config
  await asked(attempt, 'bind', account, client.bind(account, accountPassword))
  attempt.tell('bind', 'The Service Account was accepted.')
}

async function bindUser(attempt: Attempt, client: Client, name: string, password: string): Promise<void> {
  await asked(attempt, 'user', name, client.bind(name, password))
}

/** Exactly one entry, or a Failure. References to other servers are not followed: they would get the password. */
async function entryOf(attempt: Attempt, client: Client, typed: string): Promise<Entry> {
  const { config } = attempt
  const user = config.type === 'ad' ? withoutDomain(typed) : typed
  const found = client.search(config.base, {
    scope: 'sub',
    filter: filterFor(config.filter, user),
    attributes: ['memberOf', 'uid', ...OF_AD, ...namingAttributes(config.filter)],
    sizeLimit: 2,
    timeLimit: config.timeout,
  })
  const { searchEntries } = await asked(attempt, 'search', config.base, found)
  const [entry] = searchEntries
  if (!entry)
    throw new Failure('unknown', 'search', `The search below ${config.base} found nobody of this name.`)
  if (searchEntries.length > 1)
    throw new Failure(
      'refused',
      'search',
      `The search below ${config.base} found more than one entry of this name.`,
    )
  attempt.tell('search', `The search found ${entry.dn}.`)
  return entry
}

const OF_AD = ['sAMAccountName', 'userAccountControl', 'accountExpires']
const DISABLED = 2
/** Active Directory counts tenths of a microsecond since 1601. */
const TICKS_IN_MS = 10_000n
const FROM_1601_TO_1970_MS = 11_644_473_600_000n

/** Throws a Failure for an account that Active Directory would not let in; other directories do not say. */
function needsEnabled(entry: Entry): void {
  if (Number(first(entry, 'userAccountControl') ?? 0) & DISABLED)
    throw new Failure('refused', 'user', 'The account is disabled.')
  const ticks = /^\d{1,20}$/.exec(first(entry, 'accountExpires') ?? '')?.[0] ?? 0
  const expires = BigInt(ticks) / TICKS_IN_MS - FROM_1601_TO_1970_MS
  // 0, or a time that no calendar has: never.
  if (expires > 0n && expires < BigInt(Date.now()))
    throw new Failure('refused', 'user', 'The account has expired.')
}

async function groupStep(attempt: Attempt, client: Client, entry: Entry, typed: string): Promise<Known> {
  const { config } = attempt
  const seen = await asked(attempt, 'group', config.groupBase, groupsOf(config, client, entry))
  const group = groupFrom(config, seen)
  attempt.tell('group', `The user gets the group ${group}. ${seenSentence(seen)}`)
  return { user: nameOf(config, entry, typed), group }
}

/** As the directory writes it: the value that was asked for, or else the first that the filter looks at. */
function nameOf(config: LdapConfig, entry: Entry, typed: string): string {
  const values = namingAttributes(config.filter).flatMap((attribute) => all(entry, attribute))
  const same = values.find((v) => v.toLowerCase() === typed.trim().toLowerCase())
  // Active Directory's names of one user are many; its logon name is the one that stays.
  return (config.type === 'ad' ? undefined : same) ?? values[0] ?? typed
}
