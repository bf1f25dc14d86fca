// What machines say of a failed connection or login, in an administrator's words.
import { ResultCodeError } from 'ldapts'
import { type Server, serverText } from '../../lib/areas/external-authentication/texts.ts'
import type { LoginStep } from '../../lib/protocol/login.ts'
import { Failure } from './failure.ts'

const NO_NAME = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'ENODATA']
const UNTRUSTED = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

/** A connection that could not be made, or broke. `step`: how far it had come. */
export function connectionFailure(error: unknown, server: Server, step: LoginStep): Failure {
  if (error instanceof Failure) return error
  const [code, place] = [codeOf(error), serverText(server)]
  const failed = (at: LoginStep, text: string) => new Failure('unavailable', at, text)
  if (NO_NAME.includes(code)) return failed('name', `No address was found for the name ${server.host}.`)
  if (code === 'ECONNREFUSED') return failed('port', `${place} refuses connections. Check the port.`)
  if (code === 'ETIMEDOUT') return noAnswer(server, 'port')
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return failed('port', `There is no way to ${place}.`)
  if (step === 'certificate') return failed('certificate', certificateSentence(code, server))
  return failed(step, `The connection to ${place} broke.`)
}

function certificateSentence(code: string, server: Server): string {
  const place = serverText(server)
  if (UNTRUSTED.includes(code))
    return `The certificate of ${place} is not signed by an authority that is trusted here. Check CA Certificate.`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate of ${place} is not made out for ${server.host}. Write the server as its certificate names it.`
  if (code === 'CERT_HAS_EXPIRED') return `The certificate of ${place} has expired.`
  if (code === 'CERT_NOT_YET_VALID') return `The certificate of ${place} is not valid yet. Check the clocks.`
  return `${place} and this appliance did not agree on encryption. Check port and Encryption.`
}

const DOING: Partial<Record<LoginStep, string>> = {
  certificate: 'did not finish the agreement on encryption in time',
  bind: 'did not answer to the Service Account in time',
  search: 'did not answer to the search in time',
  user: 'did not answer to the user’s login in time',
  group: 'did not answer to the search for groups in time',
}

/** Time is up. */
export const noAnswer = (server: Server, step: LoginStep): Failure =>
  new Failure('unavailable', step, `${serverText(server)} ${DOING[step] ?? 'does not answer'}.`)

/** What Active Directory says behind `data`; these are its own reasons. */
const AD_REASONS: Record<string, string> = {
  '525': 'there is no such user',
  '52e': 'wrong name or password',
  '530': 'not allowed at this time of day',
  '531': 'not allowed from here',
  '532': 'the password has expired',
  '533': 'the account is disabled',
  '701': 'the account has expired',
  '773': 'the password must be changed first',
  '775': 'the account is locked',
}

/** Active Directory's reason with its number; undefined where it gives none. */
export function adReason(message: string): string | undefined {
  const code = /\bdata ([0-9a-f]{3,})\b/i.exec(message)?.[1]?.toLowerCase() ?? ''
  return AD_REASONS[code] && `${AD_REASONS[code]} (${code})`
}

const INVALID_CREDENTIALS = 49
/** strongerAuthRequired and confidentialityRequired. */
const CLEAR_REFUSED = [8, 13]
/** busy, unavailable. */
const NOT_NOW = [51, 52]
/** What a bind is answered for a user who may not: constraint violation, no such entry or name, authentication, access, locked. All else is trouble of the server's. */
const REFUSALS = [19, 32, 34, 48, INVALID_CREDENTIALS, 50, 53]
const NO_SUCH_OBJECT = 32
const REFERRAL = 10

/** A directory's refusal of what it was asked, at a step; anything else is a broken connection. */
export function ldapFailure(error: unknown, server: Server, step: LoginStep, what: string): Failure {
  if (!(error instanceof ResultCodeError)) return connectionFailure(error, server, step)
  const place = serverText(server)
  if (NOT_NOW.includes(error.code))
    return new Failure('unavailable', step, `${place} is busy or not available.`)
  if (CLEAR_REFUSED.includes(error.code))
    return new Failure(
      'fault',
      'bind',
      `${place} takes no passwords in clear text. Choose LDAPS or StartTLS.`,
    )
  if (error.code === REFERRAL)
    return new Failure('fault', step, `${what} lies on another server, and no referral is followed.`)
  if (step === 'user' && REFUSALS.includes(error.code))
    return new Failure('refused', step, `The user was refused: ${reasonOf(error)}.`)
  if (step === 'user')
    return new Failure('fault', step, `${place} could not look at the user’s password: ${reasonOf(error)}.`)
  if (step === 'bind')
    return new Failure('fault', step, `The Service Account was refused: ${reasonOf(error)}.`)
  if (error.code === NO_SUCH_OBJECT) return new Failure('fault', step, `There is no entry ${what}.`)
  return new Failure('fault', step, `The search below ${what} was refused: ${reasonOf(error)}.`)
}

const reasonOf = (error: ResultCodeError): string =>
  adReason(error.message) ??
  (error.code === INVALID_CREDENTIALS ? 'wrong name or password' : `${error.name}, code ${error.code}`)
