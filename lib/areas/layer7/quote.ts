// The one place that writes text into HAProxy's language.

/** Text as one word of HAProxy's configuration, whatever stands in it. Throws on what no quoting carries: schemas refuse it before. */
export function quote(text: string): string {
  return `"${escaped(text)}"`
}

/** The same with a line feed at its end, for what is sent as a line. */
export const quoteLine = (text: string): string => `"${escaped(text)}\\n"`

function escaped(text: string): string {
  if (text === '' || /\p{Cc}/u.test(text)) throw new Error('text that HAProxy cannot hold')
  return text.replace(/[\\"$]/g, '\\$&')
}
