// What may be said of all Layer 4 services together: the rhythm of checks, and Auto-NAT.
import { z } from 'zod'
import { field } from '../../model/fields.ts'
import { wholeNumber } from '../../model/text.ts'
import type { Kind } from '../define.ts'

const CHECKS = 'Health Checks'
const MOST_SECONDS = 3600

const advancedSchema = z.strictObject({
  checkInterval: field(wholeNumber(1, MOST_SECONDS).default(6), {
    label: 'Check Interval',
    help: 'The time between two checks of a server.',
    kind: 'number',
    section: CHECKS,
    unit: 'seconds',
    hint: `1 to ${MOST_SECONDS}.`,
  }),
  checkTimeout: field(wholeNumber(1, MOST_SECONDS).default(3), {
    label: 'Check Timeout',
    help: 'How long Connect to port, Ping server and External script wait for a server.',
    kind: 'number',
    section: CHECKS,
    unit: 'seconds',
    hint: `1 to ${MOST_SECONDS}.`,
  }),
  negotiateTimeout: field(wholeNumber(1, MOST_SECONDS).default(5), {
    label: 'Negotiate Timeout',
    help: 'How long Negotiate waits for a server.',
    kind: 'number',
    section: CHECKS,
    unit: 'seconds',
    hint: `1 to ${MOST_SECONDS}.`,
  }),
  failureCount: field(wholeNumber(1, 100).default(1), {
    label: 'Failure Count',
    help: 'How many checks in a row must fail before a server is down. One that succeeds begins the count anew.',
    kind: 'number',
    section: CHECKS,
    hint: '1 to 100.',
  }),
  autoNat: field(
    z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/, 'Not the name of an interface.')
      .default('off'),
    {
      label: 'Auto-NAT',
      help: 'Real Servers whose default gateway is this appliance reach the outside through this interface, with its address. Virtual Services are the same either way.',
      kind: 'select',
      section: 'NAT',
      options: [{ value: 'off', label: 'off' }],
      optionsFrom: 'interfaces',
    },
  ),
})

/** There is one at most. */
export const advanced = {
  name: 'advanced',
  title: 'Layer 4 – Advanced Configuration',
  parent: null,
  schema: advancedSchema,
} satisfies Kind

export type Advanced = z.output<typeof advancedSchema>

/** What holds where nobody has saved any. */
export const ADVANCED_DEFAULTS: Advanced = advancedSchema.parse({})
