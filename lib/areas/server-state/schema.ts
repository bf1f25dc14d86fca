// What may be said of a server beside its settings: that it is taken offline, by whom and since when.
import { z } from 'zod'
import { field } from '../../model/fields.ts'
import { plainText } from '../../model/text.ts'
import type { Kind } from '../define.ts'

const SECTION = 'Server State'

/** One item a server that is not online. Its label is the id of the server's item: it survives renaming. */
export const serverState = {
  name: 'server-state',
  title: 'Server State',
  parent: null,
  schema: z.strictObject({
    state: field(z.enum(['drained', 'halted']), {
      label: 'State',
      help: 'Drained: no new clients, but those tied to the server by persistence still come. Halted: connections are closed and new ones forbidden.',
      kind: 'select',
      section: SECTION,
      options: [
        { value: 'drained', label: 'Drained' },
        { value: 'halted', label: 'Halted' },
      ],
    }),
    since: field(z.int().nonnegative(), {
      label: 'Since',
      help: 'When somebody took the server offline, in milliseconds since 1970.',
      kind: 'number',
      section: SECTION,
      unit: 'ms',
    }),
    by: field(plainText(64).default(''), {
      label: 'By',
      help: 'The user who took the server offline.',
      kind: 'text',
      section: SECTION,
    }),
  }),
} satisfies Kind
