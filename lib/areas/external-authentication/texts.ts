// Words of directories: servers, names of entries, filters and certificates, each refused unless it is plainly one.
import { z } from 'zod'
import { canonicalAddress, isAddress, socketAddress } from '../../model/address.ts'
import { SECRET_MARKER } from '../../model/file.ts'
import { plainText } from '../../model/text.ts'

const HOST =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*\.?$/
const MOST_SERVERS = 10

export interface Server {
  host: string
  /** Absent: the usual one. */
  port?: number
}

/** What a list of servers says; null where it is none. */
export function serversIn(text: string): Server[] | null {
  const servers = text
    .split(',')
    .map((t) => t.trim())
    .filter((t) => t !== '')
    .map(serverIn)
  return servers.every((s) => s !== null) ? servers : null
}

function serverIn(text: string): Server | null {
  const [, inBrackets, name = '', port] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([^[\]:]+|[0-9A-Fa-f:]+:[0-9A-Fa-f:.]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = inBrackets ?? name
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65535)) return null
  const withPort = port === undefined ? {} : { port: Number(port) }
  if (isAddress(host)) return { host: canonicalAddress(host), ...withPort }
  const isName = inBrackets === undefined && HOST.test(host) && !/^[\d.]+$/.test(host)
  return isName ? { host, ...withPort } : null
}

/** One server as people write it. */
export const serverText = ({ host, port }: Server): string => {
  if (port !== undefined) return socketAddress(host, port)
  return host
}

export const serverList = () =>
  z
    .string()
    .trim()
    .min(1, 'Name at least one server.')
    .max(2000, 'At most 2,000 characters.')
    .refine(
      (t) => (serversIn(t)?.length ?? 0) > 0,
      'Write names or addresses separated by commas, as dc1.example.com, 10.0.0.5:1636.',
    )
    .refine((t) => (serversIn(t)?.length ?? 0) <= MOST_SERVERS, `At most ${MOST_SERVERS} servers.`)
    .transform((t) => (serversIn(t) ?? []).map(serverText).join(', '))

/** What looks like a marker of a secret would be filled with it. */
const unmarked = (text: string): boolean => text.match(SECRET_MARKER) === null
const MARKED = 'Must not contain @secret:.'

/** The name of an entry or an account, or nothing. */
export const plainName = () => plainText(1000).refine(unmarked, MARKED).default('')

export const directoryGroup = () =>
  plainText(255).trim().min(1, 'Name a group of the directory.').refine(unmarked, MARKED)

const oneUser = (text: string): boolean => text.includes('{user}') && unmarked(text)

export const userTemplate = () =>
  plainText(1000)
    .refine((t) => t === '' || oneUser(t), 'Write {user} where the name of the user belongs.')
    .default('')

export const searchFilter = () =>
  plainText(1000)
    .refine(
      (t) => t === '' || (oneUser(t) && isFilter(t)),
      'Write a filter in brackets, with {user} in it, as (uid={user}).',
    )
    .default('')

/** Brackets that open and close as a filter's do; whether the rest is one is for the directory to say. */
function isFilter(text: string): boolean {
  let depth = 0
  for (const [i, letter] of [...text].entries()) {
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (depth < 1 && i < [...text].length - 1) return false
  }
  return depth === 0 && text.startsWith('(')
}

const ONE = /-----BEGIN CERTIFICATE-----\s+[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** PEM certificates one after the other, and nothing else; kept without what stands around them. */
export const authorities = () =>
  z
    .string()
    .max(200_000, 'At most 200,000 characters.')
    .refine(
      (t) => t.trim() === '' || t.replace(ONE, '').trim() === '',
      'Paste certificates as PEM text, from BEGIN CERTIFICATE to END CERTIFICATE, and nothing else.',
    )
    .transform((t) => (t.match(ONE) ?? []).map((one) => one.split(/\s*\n\s*/).join('\n')).join('\n'))
