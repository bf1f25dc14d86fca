// What may be said of fallback: where it listens.
import { z } from 'zod'
import type { Kind } from '../define.ts'
import { listenerFields } from '../listener.ts'

export const listener = {
  name: 'listener',
  title: 'Listener',
  parent: null,
  schema: z.strictObject(listenerFields(9081, 'Listener')),
} satisfies Kind
