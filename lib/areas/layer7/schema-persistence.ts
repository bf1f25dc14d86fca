// Section Persistence of a Layer 7 service: how a client comes back to its server.
import { z } from 'zod'
import { field } from '../../model/fields.ts'
import { wholeNumber } from '../../model/text.ts'

const PERSISTENCE = 'Persistence'

export const persistenceFields = {
  persistence: field(z.enum(['none', 'source', 'cookie']).default('none'), {
    label: 'Persistence Mode',
    help: 'Whether a client comes back to the same server. Source IP: by its address, on all ports of this service, for 30 minutes after its last connection. HTTP Cookie: by a cookie named SERVERID, in HTTP Mode only.',
    kind: 'select',
    section: PERSISTENCE,
    modifyOnly: true,
    options: [
      { value: 'none', label: 'None' },
      { value: 'source', label: 'Source IP' },
      { value: 'cookie', label: 'HTTP Cookie' },
    ],
  }),
  tableSize: field(wholeNumber(100, 1_000_000).default(10_240), {
    label: 'Table Size',
    help: 'How many clients are remembered at most. When the table is full, the client that was away longest is forgotten for a new one.',
    kind: 'number',
    section: PERSISTENCE,
    modifyOnly: true,
    showWhen: [{ field: 'persistence', in: ['source'] }],
    advanced: true,
    unit: 'clients',
    hint: '100 to 1000000.',
  }),
}
