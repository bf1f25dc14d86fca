// What the API Tokens page asks and is told.
import { z } from 'zod'
import { isCidr } from '../model/address.ts'
import { GROUPS } from '../model/rights.ts'

/** How long a token may live, in days; null: until it is revoked. */
export const newToken = z.strictObject({
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
      'Use up to 40 letters, digits, dots, dashes and underscores.',
    ),
  group: z.enum(GROUPS),
  days: z.int().min(1).max(3650).nullable(),
})
export type NewToken = z.infer<typeof newToken>

export const tokenView = z.strictObject({
  id: z.string(),
  name: z.string(),
  group: z.enum(GROUPS),
  createdBy: z.string(),
  /** All times in milliseconds since 1970; null: never. */
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
  revokedBy: z.string(),
  lastUsed: z.number().nullable(),
  lastAddress: z.string(),
})
export type TokenView = z.infer<typeof tokenView>

/** Networks whose machines read the metrics without a token: 192.168.85.0/24, one after the other. */
export const metricsNetworks = z.strictObject({
  networks: z
    .string()
    .max(1000)
    .refine(
      (text) => wordsIn(text).every(isCidr),
      'Each has to be a network or an address: 192.168.85.0/24, 192.168.85.7, 2001:db8::/32.',
    ),
})

export const wordsIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

/** `GET api/tokens`. */
export const tokensView = z.strictObject({ tokens: z.array(tokenView), networks: z.string() })
export type TokensView = z.infer<typeof tokensView>
