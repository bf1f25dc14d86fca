// Words and numbers that people type: what is refused whatever it is for.
import { z } from 'zod'

/** Control characters, marks that turn or hide text, and halves of a character: they look like nothing and mean something. */
const HIDDEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/u

/** One line of text as people read it, at most `max` characters. It is kept exactly as typed. */
export const plainText = (max: number) =>
  z
    .string()
    .max(max, `At most ${max} characters.`)
    .refine((t) => !HIDDEN.test(t), 'Contains control characters or hidden marks. Type it again by hand.')

/** The name of a service or a server: what HAProxy takes as a name, without a leading mark (those are ours). */
export const label = () =>
  z
    .string()
    .trim()
    .min(1, 'Give it a Label.')
    .max(250, 'At most 250 characters.')
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._:-]*$/,
      'Use letters, digits, dot, underscore, colon and hyphen, and begin with a letter or a digit.',
    )

/** A field that may be left empty: a form's empty text means undefined. */
export const blank = <S extends z.ZodType>(schema: S) =>
  z.preprocess((v) => (v === null || (typeof v === 'string' && v.trim() === '') ? undefined : v), schema)

/** A whole number, as number or as text that is nothing but its digits: empty text is none, not 0. */
export const wholeNumber = (min: number, max: number, rule = `Write a whole number, ${min} to ${max}.`) =>
  z.preprocess(
    (v) => (typeof v === 'string' && /^\s*\d+\s*$/.test(v) ? Number(v) : v),
    z.number(rule).int(rule).min(min, rule).max(max, rule),
  )
