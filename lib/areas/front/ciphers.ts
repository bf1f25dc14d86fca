// The cipher suites of TLS 1.2: sets by name, and lists of one's own, refused unless every word is harmless.
import { z } from 'zod'

const GCM = 'ECDHE+AESGCM:ECDHE+CHACHA20'

/** In OpenSSL's words. */
export const CIPHER_SETS = {
  usual: GCM,
  strong: 'ECDHE+AESGCM+AES256:ECDHE+CHACHA20',
  compatible: `${GCM}:ECDHE+AES:!AESCCM`,
} as const

/** No encryption, no authentication, broken, or a class that holds such. */
const WEAK = /NULL|EXP|RC[24]|DES|MD5|ADH|AECDH|SEED|IDEA|LOW|MEDIUM|^ALL$|COMPLEMENT|DEFAULT|PSK|SRP/i
const WORD = /^[-!]?[A-Za-z0-9]+([-+_][A-Za-z0-9]+)*$/
const MOST = 2000

const words = (text: string): string[] => (text === '' ? [] : text.split(':'))
const isWeak = (word: string): boolean => !/^[-!]/.test(word) && WEAK.test(word)

/** A list of one's own; empty where a set is chosen. */
export const cipherList = () =>
  z
    .string()
    .trim()
    .max(MOST, `At most ${MOST} characters.`)
    .superRefine((text, context) => {
      const wrong = words(text).find((w) => !WORD.test(w))
      const weak = words(text).find(isWeak)
      const say = (message: string) => context.addIssue({ code: 'custom', message })
      if (wrong !== undefined) say(`${wrong.slice(0, 40)} is no name of a cipher suite.`)
      else if (weak !== undefined) say(`${weak} is not safe. Leave it out.`)
    })
