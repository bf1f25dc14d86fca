// Sections Protocol (what HTTP Mode adds), Fallback Server and Other of a Layer 7 service.
import { z } from 'zod'
import { ipAddress, isWildcard, port } from '../../model/address.ts'
import { duration } from '../../model/duration.ts'
import { field } from '../../model/fields.ts'
import { wholeNumber } from '../../model/text.ts'
import { FALLBACK_PORT } from '../ports.ts'

const IN_HTTP = [{ field: 'protocol', in: ['http'] }] as const
const FALLBACK = 'Fallback Server'
const WITH_FALLBACK = [{ field: 'fallbackOff', in: [false] }] as const
const OTHER = 'Other'
const WITH_TIMEOUTS = [{ field: 'timeouts', in: [true] }] as const

/** About as many as HAProxy carries in all. */
const MOST_CONNECTIONS = 40_000

export const httpFields = {
  pipeline: field(z.enum(['keep-alive', 'server-close', 'close']).default('keep-alive'), {
    label: 'HTTP Pipeline Mode',
    help: 'What happens to a connection after an answer. Keep-alive keeps both sides open for the next request. The others close the server’s side, or both; servers that cannot keep a connection need that.',
    kind: 'select',
    section: 'Protocol',
    modifyOnly: true,
    showWhen: IN_HTTP,
    advanced: true,
    options: [
      { value: 'keep-alive', label: 'Keep-alive Client and Server' },
      { value: 'server-close', label: 'Close Server' },
      { value: 'close', label: 'Close Client and Server' },
    ],
  }),
  forwardedFor: field(z.boolean().default(true), {
    label: 'Set X-Forwarded-For Header',
    help: 'Adds the client’s address to each request, so that servers can tell clients apart: connections come from this appliance.',
    kind: 'checkbox',
    section: 'Protocol',
    modifyOnly: true,
    showWhen: IN_HTTP,
    advanced: true,
  }),
}

export const fallbackFields = {
  fallbackOff: field(z.boolean().default(false), {
    label: 'Disable Fallback',
    help: 'With no server left, clients are turned away: in HTTP Mode with status 503, in TCP Mode by a closed connection.',
    kind: 'checkbox',
    section: FALLBACK,
    modifyOnly: true,
    advanced: true,
  }),
  fallbackAddress: field(
    ipAddress()
      .refine((a) => !isWildcard(a), 'A server has one address of its own.')
      .default('127.0.0.1'),
    {
      label: 'Fallback Server IP Address',
      help: 'Who answers while every Real Server has failed or is offline: this appliance’s Fallback Page, another server, another Virtual Service, or one of the Real Servers. It is not checked.',
      kind: 'address',
      section: FALLBACK,
      modifyOnly: true,
      showWhen: WITH_FALLBACK,
      hint: '127.0.0.1: the page of Maintenance > Fallback Page.',
    },
  ),
  fallbackPort: field(port().default(FALLBACK_PORT), {
    label: 'Fallback Server Port',
    help: 'The port of the fallback server. At Layer 7 every request goes to this one, whichever port the client used; so 0 has no meaning here.',
    kind: 'port',
    section: FALLBACK,
    modifyOnly: true,
    showWhen: WITH_FALLBACK,
  }),
}

export const otherFields = {
  maxConnections: field(wholeNumber(1, MOST_CONNECTIONS).default(MOST_CONNECTIONS), {
    label: 'Maximum Connections',
    help: 'How many clients may be connected at once. Those beyond it wait until one leaves.',
    kind: 'number',
    section: OTHER,
    modifyOnly: true,
    unit: 'connections',
    hint: `1 to ${MOST_CONNECTIONS}.`,
  }),
  timeouts: field(z.boolean().default(false), {
    label: 'Timeout',
    help: 'Off: a silent connection ends after 43 seconds in HTTP Mode and after 1 hour in TCP Mode. On: after the times given below.',
    kind: 'checkbox',
    section: OTHER,
    modifyOnly: true,
    advanced: true,
    beside: 'Times of its own',
  }),
  clientTimeout: field(duration().default('12h'), {
    label: 'Client Timeout',
    help: 'How long a client may be silent before its connection ends.',
    kind: 'text',
    section: OTHER,
    modifyOnly: true,
    showWhen: WITH_TIMEOUTS,
    advanced: true,
    hint: 'A number with its unit: s, m, h or d.',
  }),
  serverTimeout: field(duration().default('12h'), {
    label: 'Real Server Timeout',
    help: 'How long a server may be silent before its connection ends. In HTTP Mode it is the time an answer may take.',
    kind: 'text',
    section: OTHER,
    modifyOnly: true,
    showWhen: WITH_TIMEOUTS,
    advanced: true,
    hint: 'A number with its unit: s, m, h or d.',
  }),
}
