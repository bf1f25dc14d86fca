// Where the appliance is and with which token: from the environment, or from a file that nobody else can read.
import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Usage } from './usage.ts'

export interface Settings {
  url: URL
  token: string
  /** PEM of the certificate authority. */
  ca?: string
  /** SHA-256 of the certificate, hexadecimal, without colons. */
  fingerprint?: string
}

const NAMES = ['FULCRUM_URL', 'FULCRUM_TOKEN', 'FULCRUM_CA', 'FULCRUM_FINGERPRINT'] as const
type Values = Partial<Record<(typeof NAMES)[number], string>>

/** Throws `Usage` where something is missing or open to others. */
export function settingsFrom(env: Record<string, string | undefined>): Settings {
  const file = fileValues(
    env.FULCRUM_CONFIG ?? join(homedir(), '.config/fulcrum'),
    env.FULCRUM_CONFIG !== undefined,
  )
  const values: Values = Object.fromEntries(
    NAMES.flatMap((n) => (env[n] || file[n] ? [[n, env[n] || file[n]]] : [])),
  )
  const { FULCRUM_URL: address, FULCRUM_TOKEN: token, FULCRUM_CA: ca, FULCRUM_FINGERPRINT: print } = values
  if (!address) throw new Usage('Set FULCRUM_URL to the address of the console: https://192.168.2.21:9443.')
  if (!token) throw new Usage('Set FULCRUM_TOKEN. Tokens are made under Local Configuration > API Tokens.')
  if (!/^https:\/\//.test(address) || !URL.canParse(address))
    throw new Usage(`${address} is no address of a console. It begins with https://.`)
  const fingerprint = print?.replaceAll(':', '').toLowerCase()
  if (fingerprint !== undefined && !/^[0-9a-f]{64}$/.test(fingerprint))
    throw new Usage('FULCRUM_FINGERPRINT has to be the SHA-256 of the certificate, 64 hexadecimal digits.')
  return {
    ...{ url: new URL(address), token },
    ...(ca ? { ca: readWhole(ca) } : {}),
    ...(fingerprint ? { fingerprint } : {}),
  }
}

/** The file holds a token: one that others can read is not used. */
function fileValues(path: string, must: boolean): Values {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) {
    if (must) throw new Usage(`There is no file ${path}.`)
    return {}
  }
  if ((found.mode & 0o077) !== 0)
    throw new Usage(`${path} holds a token and can be read by others. Close it: chmod 600 ${path}`)
  const lines = readWhole(path)
    .split('\n')
    .map((line) => /^\s*([A-Z_]+)\s*=\s*(.*?)\s*$/.exec(line))
  return Object.fromEntries(lines.flatMap((m) => (m ? [[m[1], m[2]]] : [])))
}

export function readWhole(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Usage(`${path} cannot be read.`)
  }
}
