// Free text that ends up in HAProxy's file: what each may hold.
import { z } from 'zod'
import { plainText } from '../../model/text.ts'

const MAX = 2000

/** A request target, sent byte for byte (HC-12, HC-13). */
export const requestTarget = () =>
  z
    .string()
    .max(MAX, `At most ${MAX} characters.`)
    .regex(
      /^\/[\x21-\x7e]*$/,
      'Begin with / and use no spaces or special characters; write a space as %20 and ä as %C3%A4.',
    )

/** Text to be found in an answer. Empty: not looked for. */
export const expectedText = () => plainText(MAX)

/** A script's file name. Empty: none chosen. */
export const scriptName = () =>
  z
    .string()
    .max(100, 'At most 100 characters.')
    .regex(/^([A-Za-z0-9][A-Za-z0-9._-]*)?$/, 'Not the name of a script.')

/** What a Host header may say. Empty: not given. */
export const hostName = () =>
  z
    .string()
    .trim()
    .max(255, 'At most 255 characters.')
    .regex(
      /^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])?(:\d{1,5})?$/,
      'Write a host name or an address, with :port if need be: www.example.com or 10.0.0.1:8080.',
    )
    .refine((t) => !t.startsWith(':'), 'A port alone is no host.')

/** A cookie's name, as browsers and HAProxy take it. */
export const cookieName = () =>
  z
    .string()
    .trim()
    .max(64, 'At most 64 characters.')
    .regex(/^[A-Za-z0-9_-]+$/, 'Give the cookie a name of letters, digits, underscore and hyphen.')
