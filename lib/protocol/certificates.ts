// Certificates that are handed in: what the console passes on, and what it may know of those that the agent keeps.
import { z } from 'zod'

const LARGEST = 400_000

/** Bytes as base64. */
const bytes = z.base64().max(LARGEST, 'The file is too large for a certificate.')

/** `certificate`: PEM with the chain, or PFX. `key`: where the first does not hold it. `password`: of the PFX or the key. */
export const certificateInput = z.strictObject({
  certificate: bytes,
  key: bytes,
  password: z.string().max(1024),
})
export type CertificateInput = z.infer<typeof certificateInput>

export const certificateFacts = z.strictObject({
  subject: z.string(),
  issuer: z.string(),
  /** Host names and addresses that it stands for. */
  names: z.array(z.string()),
  /** Milliseconds since 1970. */
  from: z.number(),
  until: z.number(),
  /** SHA-256, as browsers show it. */
  fingerprint: z.string(),
  /** As RSA 2048 bits. */
  key: z.string(),
  /** How many certificates are sent with it. */
  chain: z.int(),
})
export type CertificateFacts = z.infer<typeof certificateFacts>

/** `name`: what it is kept under. `warnings`: it can be used, but. */
export const certificateKept = z.discriminatedUnion('ok', [
  z.strictObject({
    ok: z.literal(true),
    name: z.string(),
    facts: certificateFacts,
    warnings: z.array(z.string()),
  }),
  z.strictObject({ ok: z.literal(false), message: z.string() }),
])
export type CertificateKept = z.infer<typeof certificateKept>

/** By the names they are kept under; the appliance's own is `console-certificate`. */
export const certificatesKept = z.record(z.string(), certificateFacts)
export type CertificatesKept = z.infer<typeof certificatesKept>
