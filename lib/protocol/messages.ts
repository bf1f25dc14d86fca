// Every message between console and agent, both ways, checked at both ends.
//
// HTTP over the agent's Unix socket. `POST /<operation>` with the input as JSON answers with JSON
// (`ask`) or with one JSON object a line (`stream`: progress; `lines`: as many as there are, then the end).
// `GET /watch` streams `watchMessage` lines for ever.
// A refused message answers 400 with `{ error }`; a fault of the agent answers 500 with `{ error }`.
import { z } from 'zod'
import { SERVER_STATES } from '../areas/server-state/states.ts'
import { auditCheck, auditEntry, auditLine, auditQuery } from '../model/audit.ts'
import { stateChange } from '../model/changes.ts'
import { areaName, document } from '../model/document.ts'
import { facts } from '../model/facts.ts'
import { renderedFile } from '../model/file.ts'
import { difference, row, unitState } from '../model/observed.ts'
import { path, problem } from '../model/problem.ts'
import { isSecretName } from '../model/secret.ts'
import { step, unitName } from '../model/step.ts'
import { certificateInput, certificateKept, certificatesKept } from './certificates.ts'
import { confirmation, keepInput, keepOutcome } from './confirm.ts'
import { counter } from './counters.ts'
import {
  connectionEntry,
  connectionsAnswer,
  connectionsInput,
  connectionsWanted,
  layer4Status,
} from './layer4.ts'
import { commitRecord } from './record.ts'
import { tried } from './try-check.ts'

const secretName = z.string().refine(isSecretName, 'Not the name of an item’s secret.')

/** What the agent stands on. Generation 0 is the empty one, before the first commit. */
export const applied = z.strictObject({
  generation: z.int().nonnegative(),
  /** Milliseconds since 1970; null for generation 0. */
  at: z.number().nullable(),
  author: z.string(),
  documents: z.array(document),
  /** Files as rendered, secrets as markers. */
  files: z.array(renderedFile),
})
export type Applied = z.infer<typeof applied>

/** What a commit or an operation tells while it goes on, in order; the last one ends it. */
export const progress = z.discriminatedUnion('type', [
  /** The steps that will be done. */
  z.strictObject({ type: z.literal('plan'), steps: z.array(step) }),
  z.strictObject({ type: z.literal('step'), index: z.int(), state: z.enum(['doing', 'done']) }),
  /** End: it runs, and this was read back (one sentence a unit or area). */
  z.strictObject({ type: z.literal('applied'), generation: z.int(), readBack: z.array(z.string()) }),
  /** End: planned on a generation that is no longer current. */
  z.strictObject({ type: z.literal('conflict'), generation: z.int() }),
  /** End: not begun, because of these. */
  z.strictObject({ type: z.literal('problems'), problems: z.array(problem) }),
  /** End: a program refused it; what ran before still runs. `line` is the program's own. */
  z.strictObject({
    type: z.literal('refused'),
    unit: unitName,
    file: z.string().nullable(),
    line: z.string(),
    lineNumber: z.int().nullable(),
    origin: path.nullable(),
  }),
  /** End: done, but what was read back differs, so the former generation runs again (`restored`), or that failed too. */
  z.strictObject({
    type: z.literal('reverted'),
    reason: z.string(),
    restored: z.boolean(),
    differences: z.array(difference),
  }),
])
export type Progress = z.infer<typeof progress>

/** What became of a server that was drained, halted or brought back. */
export const serverOutcome = z.strictObject({
  /** The id of its item. */
  server: z.string(),
  /** As the running HAProxy answered; null when it did not, or does not have the server yet. */
  state: z.enum(SERVER_STATES).nullable(),
  /** Why it is not as asked, a sentence; empty when it is. */
  failure: z.string(),
})
export type ServerOutcome = z.infer<typeof serverOutcome>
/** One e-mail, or one call of the webhook. `text` is a whole sentence: what was answered, or at which step it failed. */
export const delivery = z.strictObject({
  at: z.number(),
  channel: z.enum(['e-mail', 'webhook']),
  ok: z.boolean(),
  text: z.string(),
})
export type Delivery = z.infer<typeof delivery>

export const notificationsState = z.strictObject({
  /** Batches that wait for their turn or their next try. */
  waiting: z.int(),
  /** The last of each channel. */
  last: z.array(delivery),
  /** Given up after every try, newest first. */
  failures: z.array(delivery),
})
export type NotificationsState = z.infer<typeof notificationsState>

export const operations = {
  facts: { kind: 'ask', input: z.strictObject({}), output: facts },
  applied: { kind: 'ask', input: z.strictObject({}), output: applied },
  /** Every commit that is still kept, newest first. */
  generations: { kind: 'ask', input: z.strictObject({}), output: z.array(commitRecord) },
  /** One of them with documents and files; null when it is not kept any more. */
  generation: {
    kind: 'ask',
    input: z.strictObject({ generation: z.int().positive() }),
    output: z.strictObject({ applied: applied.nullable() }),
  },
  /** Runs a check once, now. `document`: layer7 with one service and its servers; `server`: which of these, by id. */
  'try-check': {
    kind: 'ask',
    input: z.strictObject({ document, server: z.string() }),
    output: tried,
  },
  /** Areas not named are taken from the current generation. */
  commit: {
    kind: 'stream',
    input: z.strictObject({
      base: z.int().nonnegative(),
      documents: z.array(document),
      author: z.string().max(64),
      /** Nobody is there to confirm, and nobody can be cut off: who starts the appliance said where it listens. */
      unattended: z.literal(true).optional(),
    }),
    output: progress,
  },
  /** Keeps a secret that came with an item: the console has only its name from then on. */
  'keep-secret': {
    kind: 'ask',
    input: z.strictObject({ name: secretName, value: z.string().min(1).max(1024) }),
    output: z.strictObject({}),
  },
  /** Deletes secrets of items that are not used, and that no commit which is kept names. */
  'forget-secrets': {
    kind: 'ask',
    input: z.strictObject({ used: z.array(secretName) }),
    output: z.strictObject({ forgotten: z.int() }),
  },
  /** Reload or restart what is applied; nothing is committed. */
  operate: {
    kind: 'stream',
    input: z.strictObject({ do: z.enum(['reload', 'restart']), unit: unitName, author: z.string().max(64) }),
    output: progress,
  },
  /** Drain, Halt and Online: the whole document; only what differs from the agent's own is done, at once. */
  'set-server-states': {
    kind: 'ask',
    input: z.strictObject({ document, author: z.string().max(64) }),
    output: z.strictObject({ servers: z.array(serverOutcome), document }),
  },
  /** Recorded changes of state, newest first. */
  'state-changes': {
    kind: 'ask',
    input: z.strictObject({
      /** Only entries older than this one: its id. */
      before: z.int().optional(),
      limit: z.int().min(1).max(1000),
      /** Every word of it stands in the entry. */
      text: z.string().max(200).optional(),
      /** Of one row, and of the servers below it. */
      key: z.string().max(600).optional(),
      /** When it happened, both included; milliseconds since 1970. */
      from: z.int().optional(),
      to: z.int().optional(),
    }),
    output: z.strictObject({ changes: z.array(stateChange), more: z.boolean() }),
  },
  /** Entries of the audit trail, in their order; one that the file has already is not written twice. */
  'audit-append': {
    kind: 'ask',
    input: z.strictObject({ origin: z.string().min(1).max(64), entries: z.array(auditEntry).max(1000) }),
    output: z.strictObject({
      /** The last id of this origin that is in the file, on the disk. */
      upTo: z.int().nonnegative(),
      /** Id of the first entry that says otherwise than the file, which keeps what it has; null: none does. */
      differs: z.int().nullable(),
    }),
  },
  /** Entries that fit, newest first, and what a check of the whole file found. */
  'audit-read': {
    kind: 'ask',
    input: auditQuery.extend({
      /** Only entries before this line. */
      before: z.int().optional(),
      limit: z.int().min(1).max(1000),
    }),
    output: z.strictObject({ entries: z.array(auditLine), more: z.boolean(), check: auditCheck }),
  },
  /** Sends one e-mail and calls the webhook, as applied, and waits for what comes of it. */
  'notify-test': { kind: 'ask', input: z.strictObject({}), output: z.array(delivery) },
  /** What became of notifications since the agent started. */
  notifications: { kind: 'ask', input: z.strictObject({}), output: notificationsState },
  /** What the engines counted since they began. */
  counters: { kind: 'ask', input: z.strictObject({}), output: z.array(counter) },
  /** Entries of the kernel's Layer 4 table as they are now. */
  'layer4-connections': { kind: 'ask', input: connectionsInput, output: connectionsAnswer },
  /** All that are wanted, one a line; the answer ends behind the last. */
  'layer4-entries': { kind: 'lines', input: connectionsWanted, output: connectionEntry },
  /** Keeps a change that waits to be confirmed. */
  keep: { kind: 'ask', input: keepInput, output: z.strictObject({ outcome: keepOutcome }) },
  /** Undoes it now; answers at once. */
  undo: {
    kind: 'ask',
    input: z.strictObject({ id: z.string().max(100) }),
    output: z.strictObject({ outcome: z.enum(['undone', 'gone']) }),
  },
  /** Checks a certificate with its key, and keeps both under a name that says nothing. */
  'keep-certificate': { kind: 'ask', input: certificateInput, output: certificateKept },
  /** What is known of all that are kept; never a key. */
  certificates: { kind: 'ask', input: z.strictObject({}), output: certificatesKept },
  'layer4-status': { kind: 'ask', input: z.strictObject({}), output: layer4Status },
} as const
export type OperationName = keyof typeof operations
export type Input<N extends OperationName> = z.input<(typeof operations)[N]['input']>
export type Output<N extends OperationName> = z.output<(typeof operations)[N]['output']>

const appliance = z.strictObject({
  hostname: z.string(),
  /** A single appliance is Primary and Active, and has no Link. */
  role: z.enum(['Primary', 'Secondary']),
  activity: z.enum(['Active', 'Passive']),
  link: z.boolean(),
})

/** First a snapshot, then only what changed. `at` is the time of the look, milliseconds since 1970. */
export const watchMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('snapshot'),
    at: z.number(),
    appliance,
    generation: z.int(),
    /** Digest of each applied document, by area. */
    digests: z.partialRecord(areaName, z.string()),
    rows: z.array(row),
    units: z.array(unitState),
    differences: z.array(difference),
    /** What the agent has to say about its own past (a commit it was killed in), newest first. */
    notices: z.array(z.string()),
    /** Null: nothing waits to be confirmed, and nothing was undone lately. */
    confirmation: confirmation.nullable(),
    /** Id of the newest recorded change of state; absent where there is none. */
    changed: z.int().optional(),
  }),
  /** Sent at every look, about once a second; parts that did not change are absent. */
  z.strictObject({
    type: z.literal('look'),
    at: z.number(),
    rows: z.array(row).optional(),
    /** Keys of rows that are gone. */
    gone: z.array(z.string()).optional(),
    units: z.array(unitState).optional(),
    differences: z.array(difference).optional(),
    generation: z.int().optional(),
    digests: z.partialRecord(areaName, z.string()).optional(),
    notices: z.array(z.string()).optional(),
    confirmation: confirmation.nullable().optional(),
    changed: z.int().optional(),
  }),
])
export type WatchMessage = z.infer<typeof watchMessage>
export type Snapshot = Extract<WatchMessage, { type: 'snapshot' }>
