// What an endpoint of the API is.
import type { z } from 'zod'
import type { Kind, Room } from '../areas/define.ts'
import type { Right } from '../model/rights.ts'

export interface Answer {
  status: number
  description: string
  schema?: z.ZodType
  /** The item's revision stands in ETag. */
  etag?: true
}

export interface Endpoint {
  /** Names what it does, and the client's function. */
  id: string
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below `API`; parameters in braces. */
  path: string
  right: Right
  summary: string
  query?: z.ZodObject
  body?: z.ZodType
  /** What `body` looks like in full, where the handler looks at it more closely itself. */
  bodyDoc?: z.ZodType
  /** Needs If-Match. */
  ifMatch?: true
  answers: readonly Answer[]
  /** For endpoints of items. */
  of?: { room: Room; kind: Kind }
}

export const ok = (description: string, schema: z.ZodType): Answer => ({ status: 200, description, schema })
export const get = (
  id: string,
  path: string,
  right: Right,
  summary: string,
  schema: z.ZodType,
  query?: z.ZodObject,
): Endpoint => ({
  ...{ id, method: 'GET', path, right, summary, answers: [ok(summary, schema)] },
  ...(query ? { query } : {}),
})
