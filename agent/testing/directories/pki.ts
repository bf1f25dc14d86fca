// Tests: certificate authorities, and certificates that they sign for names and addresses.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'

const openssl = (args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' })
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

export interface Authority {
  folder: string
  /** As *CA Certificate* takes it. */
  pem: string
  /** File of the authority's certificate. */
  file: string
}

export interface Pair {
  certificate: string
  key: string
}

export function authority(folder: string): Authority {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'ca.pem')
  openssl([
    ...['req', '-x509', ...NEW_KEY, '-days', '30', '-subj', '/CN=Test CA'],
    '-keyout',
    join(folder, 'ca.key'),
    '-out',
    file,
  ])
  return { folder, file, pem: readFileSync(file, 'utf8') }
}

/** `names`: what the certificate is made out for. `days` below 0: it has expired. */
export function certificate(
  { folder, file }: Authority,
  label: string,
  names: readonly string[],
  days = 30,
): Pair {
  const [key, request, made, extensions] = ['key', 'csr', 'pem', 'ext'].map((end) =>
    join(folder, `${label}.${end}`),
  ) as [string, string, string, string]
  openssl([...['req', ...NEW_KEY, '-subj', `/CN=${label}`], '-keyout', key, '-out', request])
  writeFileSync(
    extensions,
    `subjectAltName=${names.map((n) => (isIP(n) ? `IP:${n}` : `DNS:${n}`)).join(',')}\n`,
  )
  openssl([
    ...['x509', '-req', '-in', request, '-CA', file, '-CAkey', join(folder, 'ca.key'), '-CAcreateserial'],
    ...['-days', String(days), '-extfile', extensions, '-out', made],
  ])
  return { certificate: made, key }
}
