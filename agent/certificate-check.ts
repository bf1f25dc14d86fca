// Whether a certificate with its key can be used by browsers: everything that is looked at before it is kept.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { CertificateInput } from '../lib/protocol/certificates.ts'
import { openPfx } from './verbs/openssl.ts'

/** Why it cannot be used, in a sentence. */
export class Unfit extends Error {}

const SOON = 30 * 86_400_000
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
const CERTIFICATE = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END [A-Z0-9 ]+-----/g
const KEY = /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----[\s\S]+?-----END [A-Z0-9 ]+-----/g

export interface Checked {
  key: KeyObject
  /** The server's own first, then each one's issuer. */
  chain: X509Certificate[]
  warnings: string[]
}

/** Throws `Unfit` with a sentence for people. */
export async function check(input: CertificateInput, now: number): Promise<Checked> {
  const text = await textOf(input)
  const given = chainIn(text)
  if (given.length === 0) throw new Unfit('No certificate is in the file. Choose a PEM or a PFX file.')
  const key = keyIn(text, input.password)
  const chain = ordered(given, key)
  for (const certificate of chain) inTime(certificate, now)
  return { key, chain, warnings: [...fitForBrowsers(chain, key), ...remarks(given, chain, now)] }
}

/** Everything as PEM. */
async function textOf({ certificate, key, password }: CertificateInput): Promise<string> {
  const file = Buffer.from(certificate, 'base64')
  const own = Buffer.from(key, 'base64').toString('latin1')
  if (file.includes('-----BEGIN ')) return `${file.toString('latin1')}\n${own}`
  const opened = file.length ? await openPfx(file, password) : ''
  if (opened === null)
    throw new Unfit(
      'The file is no PEM file, and as PFX file it does not open: the password or the file is wrong.',
    )
  return `${opened}\n${own}`
}

export function chainIn(text: string): X509Certificate[] {
  try {
    return [...text.matchAll(CERTIFICATE)].map(([pem]) => new X509Certificate(pem))
  } catch {
    throw new Unfit('A certificate in the file is damaged. Export it again.')
  }
}

function keyIn(text: string, password: string): KeyObject {
  const [key, another] = [...text.matchAll(KEY)].map(([pem]) => pem)
  if (!key) throw new Unfit('The private key is missing. Choose its file too.')
  if (another) throw new Unfit('There is more than one private key. Leave all but one out.')
  try {
    return createPrivateKey({ key, passphrase: password })
  } catch {
    throw new Unfit(
      /ENCRYPTED/.test(key)
        ? 'The private key does not open: the password is wrong or missing.'
        : 'The private key is damaged. Export it again.',
    )
  }
}

/** From the server's own up, whatever order they came in. */
function ordered(given: readonly X509Certificate[], key: KeyObject): X509Certificate[] {
  const own = given.find((c) => c.checkPrivateKey(key))
  if (!own) throw new Unfit('The private key does not belong to the certificate.')
  const chain = [own]
  const rest = new Set(given.filter((c) => c.fingerprint256 !== own.fingerprint256))
  for (let last = own; ; ) {
    const issuer = [...rest].find((c) => last.checkIssued(c) && last.verify(c.publicKey))
    if (!issuer) break
    chain.push(issuer)
    for (const c of rest) if (c.fingerprint256 === issuer.fingerprint256) rest.delete(c)
    last = issuer
  }
  const [stranger] = rest
  if (stranger)
    throw new Unfit(
      `${nameOf(stranger.subject)} does not belong to the chain of ${nameOf(own.subject)}. Leave it out.`,
    )
  return chain
}

function inTime(certificate: X509Certificate, now: number): void {
  const name = nameOf(certificate.subject)
  const { from, until } = timesOf(certificate)
  if (until <= now) throw new Unfit(`${name} expired on ${day(until)}. Get a new one.`)
  if (from > now)
    throw new Unfit(
      `${name} is not valid before ${day(from)}. Wait until then, or set this appliance’s clock.`,
    )
}

/** What browsers would refuse whatever their user says. */
function fitForBrowsers([own]: readonly X509Certificate[], key: KeyObject): string[] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'rsa' && (details?.modulusLength ?? 0) < 2048)
    throw new Unfit('Its RSA key is shorter than 2048 bits. Get one with a longer key.')
  if (type !== 'rsa' && type !== 'ec')
    throw new Unfit('Browsers know RSA and EC keys only. Get one with such a key.')
  const uses: unknown = own?.keyUsage
  if (Array.isArray(uses) && uses.length && !uses.includes(SERVER_AUTH))
    throw new Unfit('It is not made for servers: its extended key usage lacks TLS web server authentication.')
  return own?.subjectAltName
    ? []
    : ['It names no host in its subject alternative names, so browsers warn of it.']
}

function remarks(
  given: readonly X509Certificate[],
  chain: readonly X509Certificate[],
  now: number,
): string[] {
  const [own] = chain
  const last = chain.at(-1)
  if (!own || !last) return []
  const { until } = timesOf(own)
  const moved = chain.some((c, i) => c.fingerprint256 !== given[i]?.fingerprint256)
  const alone = chain.length === 1 && !own.checkIssued(own)
  return [
    ...(until - now < SOON ? [`It expires on ${day(until)}.`] : []),
    ...(moved ? ['The certificates came in another order; it was put right.'] : []),
    ...(alone
      ? [
          `It came without the certificate of ${nameOf(own.issuer)}. Browsers that do not have that one refuse it.`,
        ]
      : []),
  ]
}

export const timesOf = ({ validFrom, validTo }: X509Certificate) => ({
  from: Date.parse(validFrom),
  until: Date.parse(validTo),
})

/** Its common name, or all there is. */
export const nameOf = (subject: string | undefined): string =>
  /^CN=(.*)$/m.exec(subject ?? '')?.[1] ?? (subject || 'a certificate without a name').replaceAll('\n', ', ')

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
