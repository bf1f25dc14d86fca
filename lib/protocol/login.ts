// What the console asks the unit `login`, and what it answers: who somebody is by the directories that are set up.
import { z } from 'zod'
import { GROUPS } from '../model/rights.ts'

/** A login to be looked at. `state` and `password` (the code) answer a RADIUS server that asked for more. */
export const loginQuestion = z.strictObject({
  user: z.string().min(1).max(256),
  password: z.string().min(1).max(1024),
  /** Where the request came from; RADIUS is told. */
  address: z.string().max(64),
  state: z.string().max(2048).optional(),
})
export type LoginQuestion = z.infer<typeof loginQuestion>

export const loginAnswer = z.discriminatedUnion('outcome', [
  /** `user`: the name as the directory writes it. `directory`: id of the item that knew them. */
  z.strictObject({
    outcome: z.literal('accepted'),
    user: z.string(),
    directory: z.string(),
    group: z.enum(GROUPS),
  }),
  /** Wrong, unknown, disabled, or in no group that is mapped: the browser is never told which. `why` is for the log. */
  z.strictObject({ outcome: z.literal('refused'), why: z.string() }),
  /** The server asks for one more thing, as a code. */
  z.strictObject({ outcome: z.literal('challenge'), prompt: z.string(), state: z.string() }),
  /** No directory could be asked: no guess, and not counted. */
  z.strictObject({ outcome: z.literal('unavailable'), why: z.string() }),
  /** No directory is set up. */
  z.strictObject({ outcome: z.literal('none') }),
])
export type LoginAnswer = z.infer<typeof loginAnswer>

/** Whether somebody who logged in by a directory is still as they were then: asked every few minutes. */
export const stillQuestion = z.strictObject({ user: z.string(), directory: z.string() })

/** `unknowable`: the directory has no service account (or is RADIUS); `unavailable`: it does not answer now. */
export const stillAnswer = z.strictObject({
  outcome: z.enum(['as-before', 'gone', 'unknowable', 'unavailable']),
  group: z.enum(GROUPS).nullable(),
  why: z.string(),
})
export type StillAnswer = z.infer<typeof stillAnswer>

/** *Test* of one directory, as it is applied: a real login that opens no session. */
export const testQuestion = z.strictObject({
  directory: z.string().min(1).max(64),
  user: z.string().min(1).max(256),
  password: z.string().min(1).max(1024),
})
export type TestQuestion = z.infer<typeof testQuestion>

/** Where a login can fail, in the order it goes. `reply` is all of Radius before its answer. */
export const LOGIN_STEPS = [
  'name',
  'port',
  'certificate',
  'bind',
  'search',
  'reply',
  'user',
  'group',
] as const
export type LoginStep = (typeof LOGIN_STEPS)[number]

export const testAnswer = z.strictObject({
  outcome: z.enum(['accepted', 'refused', 'challenge', 'unavailable']),
  /** What was done, in order, each as a whole sentence. The last one tells how it ended. */
  lines: z.array(z.strictObject({ step: z.enum(LOGIN_STEPS), ok: z.boolean(), text: z.string() })),
})
export type TestAnswer = z.infer<typeof testAnswer>
