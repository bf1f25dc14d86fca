// What *Maintenance > Passwords* shows and asks for: users, sessions, the second factor, and how long a login lasts.
import { z } from 'zod'
import { LONGEST_PASSWORD } from '../model/limits.ts'
import { GROUPS } from '../model/rights.ts'

/** Of a local user. Small letters only, so that two names never differ by these alone. */
export const localName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'Use small letters, digits, dots, dashes and underscores, up to 64, a letter or digit first.',
  )
export const group = z.enum(GROUPS)

const minutes = (least: number, most: number) =>
  z
    .int(`Use whole minutes.`)
    .min(least, `Use ${least} to ${most} minutes.`)
    .max(most, `Use ${least} to ${most} minutes.`)

/** Longest life of a session that can be set, in minutes: a day. */
export const LONGEST_SESSION = 1440

export const accessSettings = z
  .strictObject({
    /** Without anything being done. */
    idleMinutes: minutes(5, 480),
    /** Whatever is done. */
    latestMinutes: minutes(15, LONGEST_SESSION),
    /** Of a directory's user, since the directory last said that they are as before. */
    unconfirmedMinutes: minutes(10, LONGEST_SESSION),
    /** Groups whose users must have a second factor. */
    secondFactor: z.array(group).transform((all) => GROUPS.filter((g) => all.includes(g))),
  })
  .refine((s) => s.idleMinutes <= s.latestMinutes, {
    path: ['idleMinutes'],
    message: 'This is longer than a session lasts in any case.',
  })
export type AccessSettings = z.output<typeof accessSettings>

export const userLine = z.strictObject({
  id: z.string(),
  name: z.string(),
  group: z.string(),
  /** Empty: local. */
  directory: z.string(),
  disabled: z.boolean(),
  mustChange: z.boolean(),
  lastLogin: z.number().nullable(),
  secondFactor: z.boolean(),
})
export type UserLine = z.infer<typeof userLine>

export const sessionLine = z.strictObject({
  id: z.string(),
  userId: z.string(),
  user: z.string(),
  address: z.string(),
  since: z.number(),
  lastActivity: z.number(),
  /** The one that asks. */
  own: z.boolean(),
})
export type SessionLine = z.infer<typeof sessionLine>

/** `GET api/account`: one's own. */
export const accountView = z.strictObject({
  user: z.string(),
  local: z.boolean(),
  secondFactor: z.strictObject({ on: z.boolean(), required: z.boolean(), codesLeft: z.int() }),
  sessions: z.array(sessionLine),
})
export type AccountView = z.infer<typeof accountView>

/** `GET api/users`: everybody's, for who may change them. */
export const usersView = z.strictObject({
  users: z.array(userLine),
  sessions: z.array(sessionLine),
  settings: z.strictObject({
    ...{ idleMinutes: z.int(), latestMinutes: z.int(), unconfirmedMinutes: z.int() },
    secondFactor: z.array(group),
  }),
})
export type UsersView = z.infer<typeof usersView>

/** A new secret, as an address that authenticator apps read from a QR code, and as text. */
export interface FactorSetup {
  uri: string
  secret: string
}

const password = z.string().max(LONGEST_PASSWORD)
const code = z.string().max(64)

export const addUserInput = z.strictObject({ name: localName, group, password, mustChange: z.boolean() })
export type AddUser = z.infer<typeof addUserInput>
export const modifyUserInput = z.strictObject({ id: z.string(), group, disabled: z.boolean() })
export type ModifyUser = z.infer<typeof modifyUserInput>
export const setPasswordInput = z.strictObject({ id: z.string(), password, mustChange: z.boolean() })
export type SetPassword = z.infer<typeof setPasswordInput>
export const userInput = z.strictObject({ id: z.string() })
/** One session, all of a user, or all one's own but this one. */
export const endSessionsInput = z.union([
  z.strictObject({ session: z.string() }),
  z.strictObject({ user: z.string() }),
  z.literal('others'),
])
export type EndSessions = z.infer<typeof endSessionsInput>
export const confirmFactorInput = z.strictObject({ code })
export const stopFactorInput = z.strictObject({ password, code })
export type StopFactor = z.infer<typeof stopFactorInput>
export const changePasswordInput = z.strictObject({ current: password, next: password, again: password })
export type ChangePassword = z.infer<typeof changePasswordInput>
