// The console's first certificate: self-signed, for every name and address the machine has.
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { run, say } from './tools.ts'

const DAYS = 3650

/** Makes `console-certificate` and `console-key` in the agent's folder of secrets, unless there is a pair. */
export async function selfSignedCertificate(secrets: string, addresses: readonly string[]): Promise<void> {
  const certificate = join(secrets, 'console-certificate')
  const key = join(secrets, 'console-key')
  if (existsSync(certificate) && existsSync(key)) return
  say('Making a self-signed certificate')
  const names = ['DNS:localhost', `DNS:${hostname()}`, ...addresses.map((address) => `IP:${address}`)]
  const extensions = [
    `subjectAltName=${[...new Set(names)].join(',')}`,
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature',
    'extendedKeyUsage=serverAuth',
  ]
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-sha256']
  await run('openssl', [
    ...['req', '-x509', ...curve, '-days', String(DAYS), '-subj', `/CN=${hostname().slice(0, 64)}`],
    ...extensions.flatMap((extension) => ['-addext', extension]),
    ...['-keyout', key, '-out', certificate],
  ])
}
