// Section Persistence of a Layer 7 service: how a client comes back to its server.
import { z } from 'zod'
import { duration } from '../../model/duration.ts'
import { field } from '../../model/fields.ts'
import { wholeNumber } from '../../model/text.ts'
import { cookieName } from './texts.ts'

const PERSISTENCE = 'Persistence'
const BY_SOURCE = [{ field: 'persistence', in: ['source'] }] as const
const BY_COOKIE = [{ field: 'persistence', in: ['cookie'] }] as const

/** 24 days, which HAProxy's clock can count. */
const MOST_MINUTES = 34_560

export const persistenceFields = {
  persistence: field(z.enum(['none', 'source', 'cookie']).default('none'), {
    label: 'Persistence Mode',
    help: 'Whether a client comes back to the same server. Source IP: by its address, on all ports of this service. HTTP Cookie: by a cookie that the browser keeps, in HTTP Mode only.',
    kind: 'select',
    section: PERSISTENCE,
    modifyOnly: true,
    options: [
      { value: 'none', label: 'None' },
      { value: 'source', label: 'Source IP' },
      { value: 'cookie', label: 'HTTP Cookie' },
    ],
  }),
  persistenceTimeout: field(wholeNumber(1, MOST_MINUTES).default(30), {
    label: 'Persistence Timeout',
    help: 'How long a client that stays away keeps its server, counted from its last connection.',
    kind: 'number',
    section: PERSISTENCE,
    modifyOnly: true,
    showWhen: BY_SOURCE,
    unit: 'minutes',
    hint: `1 to ${MOST_MINUTES}.`,
  }),
  tableSize: field(wholeNumber(100, 1_000_000).default(10_240), {
    label: 'Table Size',
    help: 'How many clients are remembered at most. When the table is full, the client that was away longest is forgotten for a new one.',
    kind: 'number',
    section: PERSISTENCE,
    modifyOnly: true,
    showWhen: BY_SOURCE,
    advanced: true,
    unit: 'clients',
    hint: '100 to 1000000.',
  }),
  clearOnDrain: field(z.boolean().default(false), {
    label: 'Clear stick table on drain',
    help: 'Draining a server also forgets the clients tied to it, so that they go to other servers at once. Off: they keep coming until they have been away for the Persistence Timeout.',
    kind: 'checkbox',
    section: PERSISTENCE,
    modifyOnly: true,
    showWhen: BY_SOURCE,
    advanced: true,
  }),
  cookieName: field(cookieName().default('SERVERID'), {
    label: 'HTTP Cookie Name',
    help: 'The name of the cookie. Choose one that the application does not use itself.',
    kind: 'text',
    section: PERSISTENCE,
    modifyOnly: true,
    showWhen: BY_COOKIE,
  }),
  cookieMaxIdle: field(duration().default('30m'), {
    label: 'HTTP Cookie Max Idle Time',
    help: 'A client that was away for longer than this is given a server anew.',
    kind: 'text',
    section: PERSISTENCE,
    modifyOnly: true,
    showWhen: BY_COOKIE,
    advanced: true,
    hint: 'A number with its unit: s, m, h or d.',
  }),
  cookieMaxLife: field(duration().default('12h'), {
    label: 'HTTP Cookie Max Life Time',
    help: 'However busy a client is, after this time it is given a server anew.',
    kind: 'text',
    section: PERSISTENCE,
    modifyOnly: true,
    showWhen: BY_COOKIE,
    advanced: true,
    hint: 'A number with its unit: s, m, h or d.',
  }),
}
