// For tests: a certificate of one's own, for a day.
import { execFileSync } from 'node:child_process'

/** Both as PEM. */
export interface Pair {
  certificate: string
  key: string
}

export function selfSigned(): Pair {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const both = execFileSync(
    'openssl',
    ['req', '-x509', ...curve, '-days', '1', '-subj', '/CN=test', '-keyout', '-'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const cut = both.indexOf('-----BEGIN CERTIFICATE')
  return { key: both.slice(0, cut), certificate: both.slice(cut) }
}
