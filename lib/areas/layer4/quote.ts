// The one place that writes text into keepalived's language.

/** keepalived cuts longer lines in two. */
export const LONGEST_LINE = 1000

/**
 * Text as one word. keepalived knows no way to write a quote inside quotes, takes a backslash for the beginning of
 * one, and puts its own values in the place of `$_PWD` and the like: rules refuse those before.
 */
export function quote(text: string): string {
  if (!isQuotable(text)) throw new Error('text that keepalived cannot hold')
  return `"${text}"`
}

export const isQuotable = (text: string): boolean => text !== '' && !/[\p{Cc}"\\]|\$\{?_/u.test(text)

/**
 * A regular expression that finds the text in the body of an answer: whatever looks like status line and headers is
 * skipped. keepalived keeps 4 kB of an answer at a time, so no pattern may reach from the headers to the text.
 */
export const bodyPattern = (text: string): string =>
  `"(?s)\\\\AHTTP/1.*?\\r\\n\\r\\n(*SKIP)(*FAIL)|${escaped(text)}"`

/** keepalived reads `\\x24` as `\x24`, which is a dollar sign for the regular expression. Letters beyond ASCII stand as they are. */
const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9\u0080-\u{10ffff}]/gu, (c) => `\\\\x${hex(c)}`)

/** Text as a word of a script's arguments: %HH for all that is not plain. */
export const argument = (text: string): string =>
  [...new TextEncoder().encode(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((c) => (/[A-Za-z0-9._-]/.test(c) ? c : `%${hex(c)}`))
    .join('')

const hex = (c: string): string => (c.codePointAt(0) ?? 0).toString(16).padStart(2, '0')
