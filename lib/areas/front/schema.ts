// What may be said of front: its certificate, which TLS it speaks, and where it listens.
import { z } from 'zod'
import { port } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import type { Kind } from '../define.ts'
import { listenerFields } from '../listener.ts'
import { cipherList } from './ciphers.ts'

const CERTIFICATE = 'Console Certificate'
const TLS = 'TLS'
const SOCKETS = 'Service Socket Addresses'

const uploaded = { field: 'certificate', in: ['uploaded'] } as const
const speaksTls12 = { field: 'tls', in: ['1.2'] } as const

const frontSchema = z.strictObject({
  certificate: field(z.enum(['self-signed', 'uploaded']).default('self-signed'), {
    label: 'Certificate',
    help: 'The certificate that browsers see. The self-signed one was made by the appliance itself, so browsers warn of it; upload one of your own certificate authority to end that.',
    kind: 'select',
    section: CERTIFICATE,
    options: [
      { value: 'self-signed', label: 'Self-signed' },
      { value: 'uploaded', label: 'Uploaded' },
    ],
  }),
  // Only its name, which says nothing: certificate and key are the agent's.
  uploaded: field(
    z
      .string()
      .regex(/^(certificate-[0-9a-f]{16})?$/, 'Upload the certificate again.')
      .default(''),
    {
      label: 'Uploaded Certificate',
      help: 'The certificate with its chain and its private key, as PEM files or as one PFX file. It is checked before anything changes. The key stays on the appliance and is never shown again.',
      kind: 'key-pair',
      section: CERTIFICATE,
      showWhen: [uploaded],
    },
  ),
  hsts: field(z.boolean().default(false), {
    label: 'HSTS',
    help: 'Tells browsers to open this name by HTTPS alone. For as many months they also refuse every certificate they do not trust, a self-signed one too: go back to that only when they have forgotten it.',
    kind: 'checkbox',
    section: CERTIFICATE,
    beside: 'Browsers may use HTTPS only',
    advanced: true,
    showWhen: [uploaded],
  }),
  hstsMonths: field(z.int().min(3, 'At least 3 months.').max(24, 'At most 24 months.').default(6), {
    label: 'HSTS Months',
    help: 'How long a browser remembers it after each visit.',
    kind: 'number',
    section: CERTIFICATE,
    unit: 'months',
    advanced: true,
    showWhen: [uploaded, { field: 'hsts', in: [true] }],
  }),
  tls: field(z.enum(['1.2', '1.3']).default('1.2'), {
    label: 'TLS Versions',
    help: 'Older versions than TLS 1.2 are never spoken. TLS 1.3 alone shuts out browsers from before 2018.',
    kind: 'select',
    section: TLS,
    options: [
      { value: '1.2', label: 'TLS 1.2 and 1.3' },
      { value: '1.3', label: 'TLS 1.3 only' },
    ],
  }),
  ciphers: field(z.enum(['usual', 'strong', 'compatible', 'own']).default('usual'), {
    label: 'Ciphers',
    help: 'What is offered to browsers that speak TLS 1.2; TLS 1.3 has its own, which are all good. All but a list of your own have forward secrecy.',
    kind: 'select',
    section: TLS,
    options: [
      { value: 'usual', label: 'Usual: AES-GCM and ChaCha20' },
      { value: 'strong', label: '256 bits only' },
      { value: 'compatible', label: 'Compatible: AES-CBC too' },
      { value: 'own', label: 'Own list' },
    ],
    showWhen: [speaksTls12],
  }),
  cipherList: field(cipherList().default(''), {
    label: 'Cipher List',
    help: 'Names as OpenSSL writes them, the preferred one first. What has no encryption or no authentication, or is broken, is refused.',
    kind: 'text',
    section: TLS,
    hint: 'Separated by colons.',
    showWhen: [speaksTls12, { field: 'ciphers', in: ['own'] }],
  }),
  ...listenerFields(9443, SOCKETS, 'WebUI '),
  plain: field(z.boolean().default(false), {
    label: 'WebUI HTTP',
    help: 'Answers plain HTTP with the way to HTTPS, and with nothing else. Off unless somebody needs it.',
    kind: 'checkbox',
    section: SOCKETS,
    beside: 'Redirect HTTP to HTTPS',
  }),
  plainPort: field(port().default(9080), {
    label: 'WebUI HTTP Port',
    help: 'The TCP port of that redirect, on the same addresses.',
    kind: 'port',
    section: SOCKETS,
    showWhen: [{ field: 'plain', in: [true] }],
  }),
})

export const listener = {
  name: 'listener',
  title: 'Console',
  parent: null,
  schema: frontSchema,
} satisfies Kind

export type Front = z.output<typeof frontSchema>
