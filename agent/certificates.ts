// Certificates that are handed in: checked before anything is kept, and kept with their key where only root reads.
import { type KeyObject, randomBytes, type X509Certificate } from 'node:crypto'
import type {
  CertificateFacts,
  CertificateInput,
  CertificateKept,
  CertificatesKept,
} from '../lib/protocol/certificates.ts'
import { chainIn, check, nameOf, timesOf, Unfit } from './certificate-check.ts'
import type { Places } from './places.ts'
import { certificatesIn, keepPair } from './verbs/certificates.ts'

/** Keeps what is fit. Nothing runs otherwise for it: that is a commit's. */
export async function keepCertificate(
  places: Places,
  input: CertificateInput,
  now = Date.now(),
): Promise<CertificateKept> {
  try {
    const { key, chain, warnings } = await check(input, now)
    const name = `certificate-${randomBytes(8).toString('hex')}`
    const pem = chain.map((c) => c.toString().trim()).join('\n')
    keepPair(places, name, `${pem}\n`, String(key.export({ type: 'pkcs8', format: 'pem' })))
    return { ok: true, name, facts: factsOf(chain), warnings }
  } catch (error) {
    if (!(error instanceof Unfit)) throw error
    return { ok: false, message: error.message }
  }
}

/** Of every certificate that is kept. One that cannot be read is left out. */
export function certificatesKept(places: Places): CertificatesKept {
  const read = certificatesIn(places).flatMap(({ name, pem }): [string, CertificateFacts][] => {
    const chain = readable(pem)
    return chain.length ? [[name, factsOf(chain)]] : []
  })
  return Object.fromEntries(read)
}

function readable(pem: string): X509Certificate[] {
  try {
    return chainIn(pem)
  } catch (error) {
    if (error instanceof Unfit) return []
    throw error
  }
}

function factsOf(chain: readonly X509Certificate[]): CertificateFacts {
  const [own] = chain
  if (!own) throw new Error('a chain without a certificate')
  return {
    subject: nameOf(own.subject),
    issuer: nameOf(own.issuer),
    names: (own.subjectAltName ?? '')
      .split(', ')
      .filter(Boolean)
      .map((n) => n.replace(/^(DNS|IP Address):/, '')),
    ...timesOf(own),
    fingerprint: own.fingerprint256,
    key: keyWords(own.publicKey),
    chain: chain.length,
  }
}

/** As people call them. */
const CURVES: Record<string, string> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' }

function keyWords({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  return type === 'rsa'
    ? `RSA ${details?.modulusLength} bits`
    : `EC ${CURVES[details?.namedCurve ?? ''] ?? details?.namedCurve ?? ''}`
}
