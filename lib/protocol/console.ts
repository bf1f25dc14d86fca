// Every message between browser and console: what GET handlers answer, what events carry, what actions take and give.
import { z } from 'zod'
import { SERVER_STATES } from '../areas/server-state/states.ts'
import { type AreaName, areaName, item } from '../model/document.ts'
import { facts } from '../model/facts.ts'
import type { Difference, Row, UnitState } from '../model/observed.ts'
import { problem } from '../model/problem.ts'
import { consequence, step } from '../model/step.ts'
import type {
  AccessSettings,
  AddUser,
  ChangePassword,
  EndSessions,
  FactorSetup,
  ModifyUser,
  SetPassword,
  StopFactor,
} from './access.ts'
import type { Confirmation } from './confirm.ts'
import { type Delivery, progress, type ServerOutcome, type Snapshot } from './messages.ts'
import type { NewToken } from './tokens.ts'

/** An area as desired, with what is applied beside it. `GET api/items?area=` answers it as `sentOf` packs it. */
export const itemsView = z.strictObject({
  area: areaName,
  /** Of the items: grows with each change, and never means two things. */
  edition: z.int(),
  /** The commit that `applied` is of. */
  generation: z.int().nullable(),
  items: z.array(item.extend({ rev: z.int() })),
  /** Applied items by id; null when the agent does not answer. */
  applied: z.record(z.string(), item).nullable(),
  problems: z.array(problem),
  /** Null when the agent does not answer. */
  facts: facts.nullable(),
})
export type ItemsView = z.infer<typeof itemsView>
export type StoredItem = ItemsView['items'][number]
/** The edition that each area's items have now. */
export type Editions = Record<AreaName, number>

/** One changed item, in words. */
export const change = z.strictObject({
  area: areaName,
  item: z.string(),
  change: z.enum(['new', 'modified', 'deleted']),
  label: z.string(),
  kind: z.string(),
  /** What is to be done where that is no edit: Drain, Halt, Online. */
  deed: z.string().optional(),
  /** Labels of the fields that differ. */
  fields: z.array(z.string()),
  /** Who saved it last, and when; empty and null when unknown (deleted items keep the deleter). */
  by: z.string(),
  at: z.number().nullable(),
})
export type Change = z.infer<typeof change>

/** What waits for a commit: the Commit changes box. Derived from digests, the same for everybody. */
export const pending = z.strictObject({
  areas: z.array(areaName),
  changes: z.array(change),
  problems: z.array(problem),
})
export type Pending = z.infer<typeof pending>

/** A run of equal, added or removed lines. `n` is the line number, of the new file but for removed lines. */
export const diffLine = z.strictObject({
  kind: z.enum(['same', 'add', 'del', 'gap']),
  n: z.int().nullable(),
  text: z.string(),
})
export const planView = z.strictObject({
  base: z.int(),
  problems: z.array(problem),
  changes: z.array(change),
  files: z.array(
    z.strictObject({ path: z.string(), added: z.int(), removed: z.int(), lines: z.array(diffLine) }),
  ),
  steps: z.array(z.strictObject({ step, text: z.string(), consequence })),
  consequence,
  /** The consequence in words, the main sentence first. */
  sentences: z.array(z.string()),
})
export type PlanView = z.infer<typeof planView>

/** A commit or operation under way or ended. */
export const job = z.strictObject({
  id: z.string(),
  title: z.string(),
  author: z.string(),
  startedAt: z.number(),
  progress: z.array(progress),
  /** Set when the agent could not be reached or went away in between. */
  failure: z.string().nullable(),
})
export type Job = z.infer<typeof job>

/** The fields of a row that differ from what was sent before; where one went away the whole row is sent. */
export type RowPart = { key: string } & Partial<Row>

/** What `api/events` sends, as the `data` of unnamed server-sent events. With `?rows=all` also rows, with the id of an item its own. */
export type ConsoleEvent =
  /** First, and after the agent came back. */
  | {
      type: 'hello'
      now: number
      user: string
      group: string
      version: string
      agent: AgentState
      appliance: Snapshot['appliance'] | null
      units: UnitState[]
      differences: Difference[]
      notices: string[]
      confirmation: Confirmation | null
      generation: number | null
      editions: Editions
      /** What waits and what is under way: nothing, for who may not read what is set. */
      pending: Pending
      job: Job | null
      session: SessionEnds
      /** Whether to ask *Would you like to run the Setup Wizard?* */
      wizard: boolean
      rows?: Row[]
      /** The rows are those of services; those of servers come at once, in `rows`. */
      more?: true
      /** Id of the newest recorded change of state. */
      changed?: number
    }
  /** What `hello` left out: JSON of rows, compressed by gzip, in base64. A page unpacks it as `rows`. */
  | { type: 'packed-rows'; packed: string }
  | { type: 'rows'; rows: Row[] }
  /** About once a second: the age of the facts, and what changed. */
  | {
      type: 'beat'
      now: number
      agent: AgentState
      /** Rows that are new, and those that `parts` cannot tell. */
      rows?: Row[]
      parts?: RowPart[]
      gone?: string[]
      units?: UnitState[]
      differences?: Difference[]
      notices?: string[]
      confirmation?: Confirmation | null
      generation?: number
      changed?: number
    }
  | { type: 'pending'; pending: Pending }
  | { type: 'items'; area: AreaName; edition: number }
  | { type: 'job'; job: Job }
  /** Something stands in the audit trail, or was taken by the agent. */
  | { type: 'audit'; newest: number }
  /** Its user did something, here or in another tab. */
  | { type: 'session'; session: SessionEnds }
  /** Somebody answered the question about the Setup Wizard: it is not asked any more. */
  | { type: 'wizard' }
  /** The session ended; the stream closes. */
  | { type: 'bye' }

/** When a session ends if its user does nothing more, and when whatever is done. In ms since 1970, the console's clock. */
export interface SessionEnds {
  idleAt: number
  latestAt: number
  /** How long nothing may be done. In minutes. */
  idleMinutes: number
  /** Why it ends at `latestAt`: "you logged in 12 hours ago". */
  latestBecause: string
}

export interface AgentState {
  answering: boolean
  /** Milliseconds since 1970 of the newest look; null when there was none. */
  lookedAt: number | null
}

export const saveInput = z.strictObject({
  area: areaName,
  kind: z.string(),
  /** Absent: a new item. */
  id: z.string().optional(),
  /** The revision it was read at; needed with `id`. */
  rev: z.int().optional(),
  parent: z.string(),
  values: z.record(z.string(), z.unknown()),
})
export type SaveInput = z.input<typeof saveInput>

export const removeInput = z.strictObject({ area: areaName, id: z.string(), rev: z.int() })
export type RemoveInput = z.input<typeof removeInput>

/** Drain, Halt and Online: these servers (ids of their items), at once. */
export const setServersInput = z.strictObject({
  servers: z.array(z.string().min(1).max(64)).min(1).max(20_000),
  state: z.enum(SERVER_STATES),
})
export type SetServersInput = z.infer<typeof setServersInput>
/** A copy of an item at the top of its area, with all below it. */
export const duplicateInput = z.strictObject({ area: areaName, id: z.string() })
export type DuplicateInput = z.input<typeof duplicateInput>

/** One place up (-1) or down (1) among its siblings. */
export const moveInput = z.strictObject({
  area: areaName,
  id: z.string(),
  by: z.union([z.literal(-1), z.literal(1)]),
})
export type MoveInput = z.input<typeof moveInput>

/** What an action answers. `message` is a whole sentence for people. */
export type ActionResult<T = Record<never, never>> =
  | ({ ok: true } & T)
  | {
      ok: false
      message: string
      problems?: z.infer<typeof problem>[]
      conflict?: boolean
      /** With a conflict: whose change came first. */
      theirs?: Theirs
    }

/** Who changed or deleted an item meanwhile, and when (milliseconds since 1970, null when nobody knows). */
export interface Theirs {
  by: string
  at: number | null
  deleted: boolean
}

/** The server actions, handed to components by the pages (components never import app). */
export interface ConsoleActions extends AccessActions {
  save: (input: SaveInput) => Promise<ActionResult<{ id: string }>>
  remove: (input: RemoveInput) => Promise<ActionResult>
  duplicate: (input: DuplicateInput) => Promise<ActionResult<{ id: string }>>
  move: (input: MoveInput) => Promise<ActionResult>
  commit: (areas: AreaName[]) => Promise<ActionResult<{ job: string }>>
  /** Answers what was read back of each server that changed, or why it is not as asked. */
  setServers: (input: SetServersInput) => Promise<ActionResult<{ servers: ServerOutcome[] }>>
  /** `seen`: the plan that was shown. `job` is null where only what is saved changed. */
  rollBack: (input: { generation: number; seen: string }) => Promise<ActionResult<{ job: string | null }>>
  operate: (what: 'reload' | 'restart', unit: 'haproxy') => Promise<ActionResult<{ job: string }>>
  /** Keeps a change that waits to be confirmed; `otherWay`: not over this connection. */
  keepChange: (id: string) => Promise<ActionResult<{ otherWay: boolean }>>
  undoChange: (id: string) => Promise<ActionResult>
  /** What came of each way that is set up. */
  testNotifications: () => Promise<ActionResult<{ deliveries: Delivery[] }>>
  /** Answers the token: it is shown this once. */
  createToken: (input: NewToken) => Promise<ActionResult<{ token: string }>>
  revokeToken: (id: string) => Promise<ActionResult>
  setMetricsNetworks: (input: { networks: string }) => Promise<ActionResult>
  logout: () => Promise<void>
  /** The user does something that asks the console for nothing else: types, or says so. */
  stayLoggedIn: () => Promise<ActionResult>
  answerWizard: (answer: 'accept' | 'dismiss') => Promise<ActionResult>
}

/** Those about users, sessions and the second factor. `id` is a user's. */
export interface AccessActions {
  changePassword: (input: ChangePassword) => Promise<ActionResult>
  startFactor: () => Promise<ActionResult<FactorSetup>>
  /** Answers the recovery codes, this once. */
  confirmFactor: (input: { code: string }) => Promise<ActionResult<{ codes: string[] }>>
  stopFactor: (input: StopFactor) => Promise<ActionResult>
  addUser: (input: AddUser) => Promise<ActionResult>
  modifyUser: (input: ModifyUser) => Promise<ActionResult>
  removeUser: (input: { id: string }) => Promise<ActionResult>
  setPassword: (input: SetPassword) => Promise<ActionResult>
  resetFactor: (input: { id: string }) => Promise<ActionResult>
  saveAccess: (settings: AccessSettings) => Promise<ActionResult>
  endSessions: (which: EndSessions) => Promise<ActionResult<{ ended: number }>>
}
