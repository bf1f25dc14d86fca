// What the API for scripts takes and answers, and the codes of its refusals.
import { z } from 'zod'
import { SERVER_STATES } from '../areas/server-state/states.ts'
import { areaName } from '../model/document.ts'
import { difference, row, unitState } from '../model/observed.ts'
import { problem } from '../model/problem.ts'
import { exported } from './history.ts'
import { progress } from './messages.ts'

export const API = '/lbadmin/api/v1'

/** Every refusal has one of these codes, and its status. */
export const API_ERRORS = {
  TOKEN_MISSING: { status: 401, when: 'No token was sent, or none that opens anything.' },
  NOT_ALLOWED: { status: 403, when: "The token's group may not do it." },
  NOT_THERE: { status: 404, when: 'There is no such endpoint, item, commit or job.' },
  METHOD: { status: 405, when: 'The endpoint does not take this method.' },
  CHANGED: { status: 412, when: 'Somebody changed the item after the revision in If-Match.' },
  INVALID: { status: 422, when: 'The request, or a field in it, is refused; `problems` says where.' },
  REVISION_MISSING: { status: 428, when: 'If-Match with the revision that was read is missing.' },
  PAUSE: {
    status: 429,
    when: 'Too many wrong tokens came from this network. Retry-After says when to go on.',
  },
  REFUSED: { status: 409, when: 'It cannot be done now, or was not applied; `detail` says why.' },
  AGENT_AWAY: { status: 503, when: 'The agent does not answer. What runs goes on unchanged.' },
  FAULT: { status: 500, when: 'The console met a fault of its own; its log says more.' },
} as const
export type ApiCode = keyof typeof API_ERRORS

/** `application/problem+json` (RFC 9457). */
export const problemDetails = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** A whole sentence for people. */
  detail: z.string(),
  code: z.string(),
  /** The coded findings, each with its place. */
  problems: z.array(problem),
})
export type ProblemDetails = z.infer<typeof problemDetails>

export const values = z.record(z.string(), z.unknown())

/** An item of any kind. `values` are its fields. */
export const apiItem = z.strictObject({
  id: z.string(),
  area: areaName,
  kind: z.string(),
  /** The id of the item it belongs to; null at the top of its area. */
  parent: z.string().nullable(),
  position: z.int(),
  /** A copy that nobody has updated yet. */
  draft: z.boolean(),
  /** Goes into If-Match. */
  rev: z.int(),
  values,
})
export type ApiItem = z.infer<typeof apiItem>

const wait = z
  .int()
  .min(0)
  .max(300)
  .default(60)
  .meta({ description: 'Seconds to wait for the end; 0: answer at once.' })
const seen = z
  .string()
  .optional()
  .meta({ description: 'The `seen` of the plan that was looked at: refused if anything changed since.' })

export const apiJob = z.strictObject({
  id: z.string(),
  title: z.string(),
  author: z.string(),
  startedAt: z.number(),
  /** Whether it is over, and whether what was asked for runs. */
  ended: z.boolean(),
  done: z.boolean(),
  outcome: z.string(),
  progress: z.array(progress),
})
export type ApiJob = z.infer<typeof apiJob>

/** Null: there was nothing to do. */
export const maybeJob = z.strictObject({ job: apiJob.nullable() })

export const commitBody = z.strictObject({
  areas: z.array(areaName).min(1).optional().meta({ description: 'Absent: all that wait.' }),
  wait,
})
export const rollbackBody = z.strictObject({ seen, wait })
export const importBody = z.strictObject({ file: z.unknown(), seen, wait })
export const importDoc = z.strictObject({ file: exported, seen, wait })

/** Which servers: by ids, by name, or every row with this address, at any service, port and layer. */
export const serversBody = z.union([
  z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(1000) }),
  z.strictObject({ service: z.string().max(255), server: z.string().max(255) }),
  z.strictObject({ address: z.string().max(64) }),
])
export const serversSet = z.strictObject({
  servers: z.array(
    z.strictObject({
      id: z.string(),
      service: z.string(),
      label: z.string(),
      address: z.string(),
      /** As read back. */
      state: z.enum(SERVER_STATES).nullable(),
      /** Why it is not as asked; empty when it is. */
      failure: z.string(),
    }),
  ),
})
export type ServersSet = z.infer<typeof serversSet>

export const apiStatus = z.strictObject({
  /** When the machine was last looked at, and whether the agent answers now. */
  lookedAt: z.number().nullable(),
  answering: z.boolean(),
  appliance: z.string(),
  role: z.string(),
  generation: z.int().nullable(),
  /** Areas that are saved and not running. */
  waiting: z.array(areaName),
  rows: z.array(row),
})
export type ApiStatus = z.infer<typeof apiStatus>

export const apiHealth = z.strictObject({
  healthy: z.boolean(),
  version: z.string(),
  agent: z.boolean(),
  units: z.array(unitState),
  /** What runs otherwise than applied. */
  differences: z.array(difference),
})

export const areaView = z.strictObject({
  area: areaName,
  title: z.string(),
  /** On every save by itself, or on request. */
  commit: z.enum(['save', 'request']),
  kinds: z.array(z.strictObject({ kind: z.string(), title: z.string(), parent: z.string().nullable() })),
})
