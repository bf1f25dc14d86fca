// What a handler of the API is asked, and what it answers.
import type { Endpoint } from '../../protocol/v1-endpoint.ts'
import type { Caller } from '../session.ts'

export interface Asked {
  endpoint: Endpoint
  caller: Caller
  /** Parts of the path by their names. */
  path: Record<string, string>
  query: Record<string, string | undefined>
  /** As the endpoint's schema made it. */
  body: unknown
  /** From If-Match; undefined where the endpoint needs none. */
  rev: number | undefined
}

export interface Reply {
  status?: number
  body?: unknown
  headers?: Record<string, string>
}

export type Handler = (asked: Asked) => Promise<Reply>
