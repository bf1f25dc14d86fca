// A login, whoever asks for it: name and password in, then perhaps a code, a session row out, or why not in one sentence.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { LONGEST_PASSWORD } from '../model/limits.ts'
import { clockTime } from '../model/time.ts'
import { record } from './audit.ts'
import { db, transaction } from './db.ts'
import { DirectoryAway, identify } from './identify.ts'
import { type Found, limited, rememberAddress, type Tried, type Try } from './limiter.ts'
import { takeCode } from './second-factor.ts'
import { openSession, recordLogin } from './session.ts'
import { seal, type Ticket, unseal } from './ticket.ts'
import type { User } from './users.ts'

const first = z.object({
  username: z.string().min(1).max(256),
  password: z.string().min(1).max(LONGEST_PASSWORD),
})
const second = z.object({
  ticket: z.string().min(1).max(8192),
  code: z.string().min(1).max(LONGEST_PASSWORD),
})

/** The address a request came from, as the web server in front tells it; it overwrites what clients claim. */
export const addressIn = (forwardedFor: string | null | undefined): string =>
  forwardedFor?.split(',')[0]?.trim().slice(0, 64) ?? ''

/** `ticket`: one more thing is asked for, and handed in with it. */
export type Login =
  | { ok: true; id: string; name: string }
  | { ok: false; ticket: string; prompt: string }
  | { ok: false; message: string }

/** Who is let in, or what is asked for next. */
type Step = { user: User } | { ticket: string; prompt: string }

/**
 * Opens a session for the right name and password, and code where one is asked for: its id, and the user's name. For any
 * wrong ones the same sentence, whatever was wrong; during a pause nothing is looked at. Throws when users cannot be
 * looked up.
 */
export async function logIn(raw: unknown, address: string, now = Date.now()): Promise<Login> {
  const code = second.safeParse(raw)
  if (code.success) return withCode(code.data, address, now)
  const given = first.safeParse(raw)
  if (!given.success) return { ok: false, message: WRONG }
  const { username: user, password } = given.data
  return attempt({ user, address, now }, WRONG, async (note) => {
    const who = await identify({ user, password, address })
    return 'refused' in who ? note(who.refused) : nextStep(who, user)
  })
}

async function withCode(given: z.output<typeof second>, address: string, now: number): Promise<Login> {
  const ticket = await unseal(given.ticket)
  if (!ticket) return { ok: false, message: 'This took longer than five minutes. Log in again.' }
  return attempt({ user: ticket.name, address, now, code: true }, WRONG_CODE, (note) =>
    ticket.asks === 'code'
      ? byCode(ticket, given.code, now, note)
      : byAnswer(ticket, given.code, address, note),
  )
}

/** What the trail says of a refusal; the browser is not told. */
type Note = (why: string) => null

async function byCode(
  ticket: Extract<Ticket, { asks: 'code' }>,
  code: string,
  now: number,
  note: Note,
): Promise<Found<Step> | null> {
  const user = await db().user.findUnique({ where: { id: ticket.user } })
  if (!user || user.disabled || proofOf(user) !== ticket.proof)
    return note('not the user of the first step any more')
  return (await takeCode(user.id, code, now)) ? { value: { user }, tries: 'forgive' } : note('wrong code')
}

async function byAnswer(
  { name, state }: Extract<Ticket, { asks: 'directory' }>,
  password: string,
  address: string,
  note: Note,
): Promise<Found<Step> | null> {
  const who = await identify({ user: name, password, address, state })
  return 'refused' in who ? note(who.refused) : nextStep(who, name)
}

/** With a password that is right a code is asked for where there is one; what a directory asks may follow a wrong one. */
async function nextStep(
  who: { user: User } | { challenge: { prompt: string; state: string } },
  name: string,
): Promise<Found<Step>> {
  if ('challenge' in who) {
    const { prompt, state } = who.challenge
    return { value: { prompt, ticket: await seal({ asks: 'directory', name, state }) }, tries: 'keep' }
  }
  const { user } = who
  const factor = await db().secondFactor.findUnique({ where: { userId: user.id } })
  if (!factor?.confirmedAt) return { value: { user }, tries: 'forgive' }
  const ticket = await seal({ asks: 'code', user: user.id, name, proof: proofOf(user) })
  return { value: { ticket, prompt: CODE_PROMPT }, tries: 'give-back' }
}

/** Of the password, so that a ticket dies with it. */
const proofOf = ({ passwordHash }: User): string => createHash('sha256').update(passwordHash).digest('hex')

async function attempt(
  who: Try & { now: number },
  wrong: string,
  verify: (note: Note) => Promise<Found<Step> | null>,
): Promise<Login> {
  let noted = ''
  const { user, address, now } = who
  const note: Note = (why) => {
    noted = why
    return null
  }
  try {
    const tried = await limited(who, () => verify(note))
    if ('found' in tried) return await letIn(tried.found, who)
    // Refused unseen, a login leaves no trace: guessing during a pause must not fill the disk.
    if ('left' in tried) await recordLogin(user, address, refusedFor(tried.left, noted))
    return { ok: false, message: refusal(tried, wrong, now) }
  } catch (fault) {
    if (!(fault instanceof DirectoryAway)) throw fault
    console.error(`a login of ${JSON.stringify(user)}: ${fault.message}`)
    return { ok: false, message: AWAY }
  }
}

async function letIn(step: Step, { user, address, now }: Try & { now: number }): Promise<Login> {
  if ('ticket' in step) return { ok: false, ...step }
  const { id, name } = step.user
  await transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { lastLogin: new Date(now) } })
    await rememberAddress(tx, user, address, now) // by the name as typed, which is what tries are counted by
    await record(tx, { user: name, address }, { action: 'login' })
  })
  return { ok: true, id: await openSession(id, address), name }
}

const WRONG = 'Wrong user or password.'
const WRONG_CODE = 'This code is not right, or was used before.'
const CODE_PROMPT = 'The code that your authenticator app shows now, or a recovery code.'
const AWAY =
  'Not logged in. No directory answers now, so nobody can say who you are. Try again, or log in as a local user.'

const refusedFor = (left: number, why: string): string =>
  `refused${left === 0 ? ', now a pause' : ''}${why === '' ? '' : `: ${why}`}`

/** Why not, and what is left of tries; `wrong` says what was wrong. */
export function refusal(
  tried: Exclude<Tried<unknown>, { found: unknown }>,
  wrong: string,
  now: number,
): string {
  if ('until' in tried)
    return `Too many wrong tries. The next one is possible in ${minutes(tried.until - now)}, at ${clockTime(tried.until)}.`
  const pause = `${minutes(tried.pause)} pause`
  if (tried.left === 0) return `${wrong} No try is left for this address: ${pause}.`
  return `${wrong} ${tried.left} ${tried.left === 1 ? 'try' : 'tries'} left for this address, then ${pause}.`
}

const minutes = (ms: number): string => `${Math.max(1, Math.ceil(ms / 60_000))} min`

/** All that the cookie's token says: the session. `user` is there at the login, with the session's id from `logIn`. */
export const claims = (at: { token: Record<string, unknown>; user?: { id: string } }) => ({
  session: at.user ? at.user.id : at.token.session,
})
