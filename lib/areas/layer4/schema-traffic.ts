// Sections Persistence and Fallback Server of a Layer 4 service.
import { z } from 'zod'
import { ipAddress, isWildcard } from '../../model/address.ts'
import { field } from '../../model/fields.ts'
import { wholeNumber } from '../../model/text.ts'
import { FALLBACK_PORT } from '../ports.ts'
import { isGranularity } from './granularity.ts'

const PERSISTENCE = 'Persistence'
const FALLBACK = 'Fallback Server'
const WHEN_PERSISTENT = [{ field: 'persistent', in: [true] }] as const

/** 31 days, which is the longest the kernel takes. */
const MOST_SECONDS = 2_678_400

export const persistenceFields = {
  persistent: field(z.boolean().default(true), {
    label: 'Enable',
    accessibleName: 'Persistence Enable',
    help: 'Whether a client comes back to the same server, by its address, on all ports of this service.',
    kind: 'checkbox',
    section: PERSISTENCE,
    modifyOnly: true,
    beside: 'A client comes back to its server',
  }),
  persistenceTimeout: field(wholeNumber(1, MOST_SECONDS).default(300), {
    label: 'Timeout',
    accessibleName: 'Persistence Timeout',
    help: 'How long a client that stays away keeps its server, counted from its last connection.',
    kind: 'number',
    section: PERSISTENCE,
    modifyOnly: true,
    showWhen: WHEN_PERSISTENT,
    unit: 'seconds',
    hint: `1 to ${MOST_SECONDS}.`,
  }),
  granularity: field(
    z
      .string()
      .trim()
      .refine(isGranularity, 'Write a netmask as 255.255.255.0, or for IPv6 a prefix length as 64.')
      .default(''),
    {
      label: 'Granularity',
      accessibleName: 'Persistence Granularity',
      help: 'Clients of one network of this size are taken for one client and get the same server.',
      kind: 'text',
      section: PERSISTENCE,
      modifyOnly: true,
      showWhen: WHEN_PERSISTENT,
      placeholder: 'Each address by itself',
      hint: 'A netmask as 255.255.255.0, or for IPv6 a prefix length as 64.',
    },
  ),
}

export const fallbackFields = {
  fallbackAddress: field(
    ipAddress()
      .refine((a) => !isWildcard(a), 'A server has one address of its own.')
      .default('127.0.0.1'),
    {
      label: 'Fallback Server IP Address',
      help: 'Who answers while every Real Server has failed or is offline: this appliance’s Fallback Page, another server, a Layer 7 Virtual Service, or one of the Real Servers. It is not checked.',
      kind: 'address',
      section: FALLBACK,
      modifyOnly: true,
      hint: '127.0.0.1: the page of Maintenance > Fallback Page.',
    },
  ),
  fallbackPort: field(wholeNumber(0, 65_535, 'Write a port, 1 to 65535, or 0.').default(FALLBACK_PORT), {
    label: 'Fallback Server Port',
    help: 'The port of the fallback server. 0: the port the client used, as services of several ports need it. Without MASQ Fallback a service with Direct Routing keeps the client’s port.',
    kind: 'port',
    section: FALLBACK,
    modifyOnly: true,
    hint: '1 to 65535, or 0.',
  }),
  masqFallback: field(z.boolean().default(false), {
    label: 'MASQ Fallback',
    help: 'Clients reach the fallback server by way of this appliance, so that it needs no change and may be on another port. Turn it on where the fallback server is a Layer 7 Virtual Service.',
    kind: 'checkbox',
    section: FALLBACK,
    modifyOnly: true,
    beside: 'Reach it as by SNAT',
  }),
}
