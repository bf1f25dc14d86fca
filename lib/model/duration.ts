// Spans of time as people and HAProxy write them: a number with its unit, never a bare number.
import { z } from 'zod'

/** HAProxy's clock counts milliseconds in 31 bits, which is some 24.8 days. */
const LONGEST_DAYS = 24

const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const RULE = `Write a number with its unit: 50s, 30m, 12h or 2d; at most ${LONGEST_DAYS}d.`

/** `50s`, `30m`, `12h`, `2d`, `500ms`: at least one second, at most 24 days. Spaces go, the rest is kept as typed. */
export const duration = () =>
  z
    .string()
    .max(20, RULE)
    .transform((text) => text.replace(/\s+/g, ''))
    .refine((text) => {
      const length = millisecondsIn(text)
      return length !== null && length >= MILLISECONDS.s && length <= LONGEST_DAYS * MILLISECONDS.d
    }, RULE)

/** Null where the text is no span of time. */
export function millisecondsIn(text: string): number | null {
  const [, number, unit] = /^(\d{1,10})(ms|s|m|h|d)$/.exec(text) ?? []
  return number && unit ? Number(number) * MILLISECONDS[unit as keyof typeof MILLISECONDS] : null
}
