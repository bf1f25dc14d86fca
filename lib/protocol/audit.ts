// What the Audit page asks and is told.
import { z } from 'zod'
import { auditEntry, auditFault } from '../model/audit.ts'

/**
 * How an entry stands. `kept`: in the file, as the console stored it. `waiting`: the agent has not taken it yet.
 * `unchecked`: the agent does not answer. `changed`, `moved`, `missing`: the file is not what was written.
 * `unknown`: in the file, and not in this console's database.
 */
export const auditState = z.enum(['kept', 'waiting', 'unchecked', 'changed', 'moved', 'missing', 'unknown'])
export type AuditState = z.infer<typeof auditState>

export const auditRow = auditEntry.extend({
  /** Its line's number; null where it has none. */
  n: z.int().nullable(),
  state: auditState,
  /** With `changed`: what the file says now. The row itself is what the console stored. */
  file: auditEntry.nullable(),
  /** What it is about, in the words of pages; empty where nobody knows. */
  thing: z.string(),
})
export type AuditRow = z.infer<typeof auditRow>

/** `GET api/audit`: newest first. */
export const auditView = z.strictObject({
  rows: z.array(auditRow),
  /** Where the next page begins; null at the end. */
  next: z.string().nullable(),
  /** What the check of the whole file found; null while the agent does not answer. */
  check: z.strictObject({ lines: z.int(), faults: z.array(auditFault) }).nullable(),
  /** Rows that the agent has not taken yet. */
  waiting: z.int(),
  /** Everybody and every action there is, to choose from. */
  users: z.array(z.string()),
  actions: z.array(z.string()),
})
export type AuditView = z.infer<typeof auditView>

/** `GET api/audit/item?id=`: who changed each field of an item last. */
export const itemHistory = z.strictObject({
  fields: z.array(z.strictObject({ field: z.string(), by: z.string(), at: z.number() })),
  made: z.strictObject({ by: z.string(), at: z.number() }).nullable(),
})
export type ItemHistory = z.infer<typeof itemHistory>

/** In which words people read the actions. */
export const ACTION_WORDS: Record<string, string> = {
  save: 'Save',
  remove: 'Delete',
  duplicate: 'Duplicate',
  move: 'Move',
  'roll-back': 'Roll back',
  import: 'Import',
  commit: 'Commit',
  operate: 'Operation',
  drain: 'Drain',
  halt: 'Halt',
  online: 'Online',
  login: 'Login',
  logout: 'Logout',
  password: 'Password',
  refuse: 'Refused',
  token: 'API Token',
  'set-up': 'Set-up',
  wizard: 'Setup Wizard',
}
