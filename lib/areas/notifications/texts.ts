// Words of notifications: host names, e-mail addresses and web addresses, each refused unless it is plainly one. Empty is none.
import { z } from 'zod'
import { canonicalAddress, isAddress } from '../../model/address.ts'

const MOST_RECIPIENTS = 20
const HOST =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*$/
/** Digits and dots alone are an address mistyped, and no name. */
const LOOKS_LIKE_AN_ADDRESS = /^[\d.]+$/
const LOCAL = /^[A-Za-z0-9!#$%&*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&*+/=?^_{|}~-]+)*$/

const isHost = (text: string): boolean =>
  isAddress(text) || (HOST.test(text) && !LOOKS_LIKE_AN_ADDRESS.test(text))

function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@')
  const [local, host] = [text.slice(0, at), text.slice(at + 1)]
  return at > 0 && local.length <= 64 && LOCAL.test(local) && HOST.test(host)
}

export const relayName = () =>
  z
    .string()
    .trim()
    .max(253, 'At most 253 characters.')
    .refine((t) => t === '' || isHost(t), 'Write a host name as mail.example.com, or an IP address.')
    .transform((t) => (isAddress(t) ? canonicalAddress(t) : t))

export const mailAddress = () =>
  z
    .string()
    .trim()
    .max(320, 'At most 320 characters.')
    .refine((t) => t === '' || isMailAddress(t), 'Write one e-mail address, as admin@example.com.')

/** Kept with one comma and one space between them. */
export const mailAddresses = () =>
  z
    .string()
    .trim()
    .max(4000, 'At most 4,000 characters.')
    .transform((t) => splitAddresses(t).join(', '))
    .refine(
      (t) => splitAddresses(t).every(isMailAddress),
      'Write e-mail addresses separated by commas, as a@example.com, b@example.com.',
    )
    .refine((t) => splitAddresses(t).length <= MOST_RECIPIENTS, `At most ${MOST_RECIPIENTS} addresses.`)

export const splitAddresses = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

const WEB = /^https?:\/\/[A-Za-z0-9._[\]:-]+(\/[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*)?$/

/** Without user and password: nothing here is secret. */
export const webAddress = () =>
  z
    .string()
    .trim()
    .max(2000, 'At most 2,000 characters.')
    .refine(
      (t) => t === '' || (WEB.test(t) && URL.canParse(t)),
      'Write a web address as https://alerts.example.com/fulcrum, without user and password.',
    )
